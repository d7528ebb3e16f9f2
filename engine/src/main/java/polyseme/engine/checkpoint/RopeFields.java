// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Pairing;
import polyseme.engine.model.Rope.Unscaled;
import polyseme.engine.task.CheckpointException;

/// The entries of rotary embeddings. They have two spellings: an object `rope_scaling` beside
/// entries at the top, or an object `rope_parameters` that holds everything. Where both objects are
/// there, `rope_scaling` replaces the other as a whole; an entry within goes before the one at the
/// top.
final class RopeFields {

  private static final String SCALING = "rope_scaling";
  private static final String PARAMETERS = "rope_parameters";
  private static final String THETA = "rope_theta";
  private static final String PARTIAL = "partial_rotary_factor";

  private final ConfigFields top;
  private final ConfigFields inner;
  private final Usual usual;

  private RopeFields(ConfigFields top, ConfigFields inner, Usual usual) {
    this.top = top;
    this.inner = inner;
    this.usual = usual;
  }

  /// What a family calls the entries at the top, and what is meant where they are missing.
  ///
  /// @param thetaKey entry of the base
  /// @param theta base where it is missing
  /// @param partialKey entry of the part of each head that is turned
  /// @param partial part where it is missing
  record Usual(String thetaKey, double theta, String partialKey, double partial) {

    /// A base of 10,000, and heads turned as a whole.
    static final Usual PLAIN = new Usual(THETA, 10_000, PARTIAL, 1);

    Usual withTheta(double other) {
      return new Usual(thetaKey, other, partialKey, partial);
    }

    Usual withPartial(double other) {
      return new Usual(thetaKey, theta, partialKey, other);
    }
  }

  /// Rotations of the two kinds of layers of Gemma 3.
  ///
  /// @param local of layers with a window
  /// @param global of the others
  record Layers(Rope local, Rope global) {}

  /// Finds the entries.
  ///
  /// @param fields the configuration
  /// @param usual names and values of the family
  static RopeFields read(ConfigFields fields, Usual usual) throws CheckpointException {
    var scaled = fields.has(SCALING) && !fields.within(SCALING).root().isEmpty();
    var inner = scaled ? fields.within(SCALING) : fields.withinOrEmpty(PARAMETERS);
    for (var nested : List.of("full_attention", "sliding_attention", "mrope_section")) {
      if (inner.mentions(nested)) {
        throw inner.refused(nested);
      }
    }
    return new RopeFields(fields, inner, usual);
  }

  /// Heads that are turned as a whole. The reference partly ignores a part and partly fails on it.
  ///
  /// @param dHead width of a head
  /// @param nPositions `max_position_embeddings`
  Rope whole(int dHead, int nPositions) throws CheckpointException {
    inner.allowOnly(PARTIAL, List.of("1.0"));
    top.allowOnly(usual.partialKey(), List.of("1.0"));
    return rope(dHead, dHead, nPositions);
  }

  /// Heads of which only the first coordinates are turned.
  ///
  /// @param dHead width of a head
  /// @param nPositions `max_position_embeddings`
  Rope part(int dHead, int nPositions) throws CheckpointException {
    return rope(dHead, partOf(dHead), nPositions);
  }

  private Rope rope(int dHead, int width, int nPositions) throws CheckpointException {
    checkPairs(width, dHead);
    var theta = theta();
    var trained = RopeTypes.mentionsTrained(top) ? top : inner;
    var types = new RopeTypes(inner, trained, width, nPositions);
    return new Rope(width, Pairing.HALVES, theta, types.read(theta));
  }

  /// Phi 3's: `su` and `yarn` are old names of longrope there, and no other type exists. The number
  /// of trained positions at the top has a value even where it is missing.
  ///
  /// @param dHead width of a head
  /// @param nPositions `max_position_embeddings`
  /// @param usuallyTrained number of trained positions where it is missing
  Rope phi3(int dHead, int nPositions, int usuallyTrained) throws CheckpointException {
    var width = partOf(dHead);
    checkPairs(width, dHead);
    var trained = RopeTypes.mentionsTrained(top) ? top.size(RopeTypes.TRAINED) : usuallyTrained;
    var types = new RopeTypes(inner, top, width, nPositions);
    var key = types.key();
    var scaling =
        switch (types.name()) {
          case "default" -> new Unscaled();
          case "longrope", "yarn" -> types.longRope(trained);
          case "su" -> {
            inner.size(RopeTypes.TRAINED); // the reference fails without it, and then reads the top
            yield types.longRope(trained);
          }
          default -> throw inner.refused(key);
        };
    return new Rope(width, Pairing.HALVES, theta(), scaling);
  }

  /// Gemma 3's: layers with a window have a base of their own and are never scaled by
  /// `rope_scaling`; `rope_parameters` holds an object for each kind of layer.
  ///
  /// @param fields the configuration
  /// @param dHead width of a head
  /// @param nPositions `max_position_embeddings`
  static Layers gemma3(ConfigFields fields, int dHead, int nPositions) throws CheckpointException {
    var parameters = fields.withinOrEmpty(PARAMETERS);
    for (var key : parameters.root().propertyNames()) {
      if (!key.equals("full_attention") && !key.equals("sliding_attention")) {
        throw parameters.refused(key);
      }
    }
    var scaling = fields.withinOrEmpty(SCALING);
    if (!scaling.root().isEmpty() && !parameters.root().isEmpty()) {
      throw fields.refused(SCALING);
    }
    if (scaling.mentions("type")) {
      throw scaling.refused("type"); // the reference reads rope_type alone and would not scale
    }
    var plain = Usual.PLAIN;
    var local = new Usual("rope_local_base_freq", plain.theta(), PARTIAL, 1);
    var sliding = parameters.withinOrEmpty("sliding_attention");
    var full = scaling.root().isEmpty() ? parameters.withinOrEmpty("full_attention") : scaling;
    return new Layers(
        new RopeFields(fields, sliding, local).layer(dHead, nPositions),
        new RopeFields(fields, full, plain.withTheta(1_000_000)).layer(dHead, nPositions));
  }

  /// Scaling of one kind of layer. The reference reads `truncate` in the wrong place, so that it is
  /// always true; it rebuilds the tables of the other types for one kind of layer only.
  private Rope layer(int dHead, int nPositions) throws CheckpointException {
    checkPairs(dHead, dHead);
    inner.allowOnly(PARTIAL, List.of("1.0"));
    top.allowOnly(PARTIAL, List.of("1.0"));
    inner.allowOnly("truncate", List.of("true"));
    var types = new RopeTypes(inner, inner, dHead, nPositions);
    if (types.name().equals("dynamic") || types.name().equals("longrope")) {
      throw inner.refused(types.key());
    }
    var theta = theta();
    return new Rope(dHead, Pairing.HALVES, theta, types.read(theta));
  }

  private double theta() throws CheckpointException {
    if (inner.mentions(THETA)) {
      return inner.positive(THETA);
    }
    return top.mentions(usual.thetaKey()) ? top.positive(usual.thetaKey()) : usual.theta();
  }

  /// In double precision and cut off, as the reference does it: 80 · 0.4 is 32.
  private int partOf(int dHead) throws CheckpointException {
    var inside = inner.mentions(PARTIAL);
    var fields = inside ? inner : top;
    var key = inside ? PARTIAL : usual.partialKey();
    var part = fields.mentions(key) ? fields.positive(key) : usual.partial();
    if (part > 1) {
      throw fields.refused(key);
    }
    return (int) (dHead * part);
  }

  private void checkPairs(int width, int dHead) throws CheckpointException {
    if (width < 2 || width % 2 != 0) {
      throw Failures.unsupported(
          top.file(),
          "turns %d of the %d coordinates of a head, which makes no pairs".formatted(width, dHead));
    }
  }
}
