// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// A stretch of a document that is fed to the model at once.
///
/// @param document number of the document, from 0
/// @param first its first token's place in the document
/// @param length how many tokens of the document, the beginning-of-text token not counted
record Window(int document, int first, int length) {}
