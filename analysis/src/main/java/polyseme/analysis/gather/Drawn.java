// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// An activation that a sample drew.
///
/// @param document number of the document, from 0
/// @param position the token's place in it, from 0
/// @param value the activation
public record Drawn(int document, int position, float value) {}
