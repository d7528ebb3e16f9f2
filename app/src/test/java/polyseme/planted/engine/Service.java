// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.engine;

/// Not a value.
public final class Service {}
