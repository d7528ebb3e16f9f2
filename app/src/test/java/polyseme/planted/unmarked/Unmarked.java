// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.unmarked;

/// In a package that does not say what may be null.
@SuppressWarnings("RequireExplicitNullMarking")
public record Unmarked(String text) {}
