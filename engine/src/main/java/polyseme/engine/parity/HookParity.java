// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

/// How far the model is from the reference at one hook point, over all texts.
///
/// @param hook the hook point's full name, or `logits`
/// @param numbers how many numbers were compared
/// @param error what is held against the tolerance: the largest difference, divided by the root
///   mean square of the reference's tensor where that is above 1; of the worst text. NaN where one
///   side has NaN, +∞ where one is infinite and the other is not or where shapes do not fit
/// @param maxAbs largest difference
/// @param rms root mean square of all differences
/// @param relative largest difference divided by the root mean square of the reference's tensor; of
///   the worst text
/// @param worstText number of the text with the largest error, from 0
/// @param agrees whether every tensor agrees
/// @param remark what is wrong beyond the numbers, such as two shapes; else empty
public record HookParity(
    String hook,
    long numbers,
    double error,
    double maxAbs,
    double rms,
    double relative,
    int worstText,
    boolean agrees,
    String remark) {}
