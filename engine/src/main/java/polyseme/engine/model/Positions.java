// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// How a model knows where a token stands.
public enum Positions {
  /// A learned vector a position, added to the token's.
  LEARNED,
  /// A learned vector a position, added to what queries and keys read and to nothing else.
  SHORTFORMER,
  /// Queries and keys are turned by an angle that grows with the position.
  ROTARY,
  /// Scores fall with the distance, by a slope of each head.
  ALIBI,
}
