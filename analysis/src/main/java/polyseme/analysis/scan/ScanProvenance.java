// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// What a scan was made of and how, so that it can be made again.
///
/// @param program name and version of the program
/// @param modelName the model folder's name
/// @param modelPath where the folder was
/// @param modelDigest SHA-256 of the model's files
/// @param corpusName files or folders scanned
/// @param corpusFingerprint SHA-256 of the corpus
/// @param hook which site of every block: `mlp.hook_post`
/// @param processing how weights were processed: `none`, `default`, or switches with commas between
///   them
/// @param bos whether texts began with the beginning-of-text token
/// @param documents documents scanned
/// @param tokens tokens scanned, beginning-of-text tokens left out
/// @param options how it was done
public record ScanProvenance(
    String program,
    String modelName,
    String modelPath,
    String modelDigest,
    String corpusName,
    String corpusFingerprint,
    String hook,
    String processing,
    boolean bos,
    int documents,
    long tokens,
    ScanOptions options) {}
