// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

/// A token at which a cluster's neurons peak more often than those of other clusters.
///
/// @param shown the token as people read it: spaces around it left out, what cannot be seen written
///   out
/// @param share share of the cluster's neurons that have it at one of their highest places, 0 to 1
/// @param lift its weight in this cluster over its weight in all clusters; above 1 where it is
///   typical
public record TypicalToken(String shown, double share, double lift) {}
