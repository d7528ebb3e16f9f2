// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

/// What a model was compared with.
///
/// @param file name of the file with the reference's numbers
/// @param sha256 digest of that file, in hex
/// @param maker what computed the numbers, if one of the two files says so: `TransformerLens`,
///   `transformers 5.18.0`; else empty
/// @param texts how many texts were compared
/// @param tensors how many tensors the file holds
public record ParityReference(String file, String sha256, String maker, int texts, int tensors) {

  /// What to call it.
  ///
  /// @return the maker and the file, or the file alone
  public String title() {
    return maker.isEmpty() ? file : "%s (%s)".formatted(maker, file);
  }
}
