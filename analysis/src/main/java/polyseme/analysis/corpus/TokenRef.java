// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

/// One token of a scanned corpus.
///
/// @param document number of the document in the corpus, from 0
/// @param position number of the token in the document, from 0, the beginning-of-text token not
///   counted
public record TokenRef(int document, int position) implements Comparable<TokenRef> {

  @Override
  public int compareTo(TokenRef other) {
    return document != other.document
        ? Integer.compare(document, other.document)
        : Integer.compare(position, other.position);
  }
}
