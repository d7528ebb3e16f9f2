// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// Text files, folders, JSONL files and tables, each also as `.gz` or `.zst`. Only one document is
/// in memory at a time, of at most 256 MiB.
///
/// - A text file is one document named after the file. It must be UTF-8; a byte order mark at its
///   beginning is left out.
/// - A folder is read with all folders in it, in the order of the names. Hidden files, files that
///   are no text (a byte of value 0 within the first 8,192), text files above a size and links to
///   folders are passed over and listed by [#skipped()].
/// - In a `.jsonl` or `.ndjson` file every line is one document: an object with a string `text`.
///   Its `id`, a string or number, names the document, otherwise file and line do. Its other string
///   fields are the labels; fields of other kinds are left out. Blank lines are passed over.
/// - In a `.csv` or `.tsv` file every row is one document; the first row names the columns. The
///   column `text` is the text, `id` names the document, all other cells that are not empty are
///   labels.
/// - `.gz` and `.zst` files are unpacked on the way; what they hold is told by the name before that
///   ending.
/// - Line ends `\r\n` and `\r` become `\n`.
///
/// Whatever breaks these rules ends the reading with file and place, or is passed over if
/// [ReadOptions] say so.
public final class FileCorpus implements Corpus {

  private final String name;
  private final List<CorpusFile> files;
  private final List<String> skipped;
  private final ReadOptions options;
  private final AtomicReference<SkippedDocuments> lastReading =
      new AtomicReference<>(SkippedDocuments.NONE);

  private FileCorpus(String name, FileFinder found, ReadOptions options) {
    this.name = name;
    files = List.copyOf(found.files());
    skipped = List.copyOf(found.skipped());
    this.options = options;
  }

  /// Looks for the files; none is read yet.
  ///
  /// @param paths text files, folders, JSONL files and tables, read in this order
  /// @return the corpus
  /// @throws CorpusException if one is not there or is no text, or if there is no file at all
  public static FileCorpus of(List<Path> paths) throws CorpusException {
    return of(paths, ReadOptions.defaults());
  }

  /// Looks for the files; none is read yet.
  ///
  /// @param paths text files, folders, JSONL files and tables, read in this order
  /// @param options how to read them
  /// @return the corpus
  /// @throws CorpusException if one is not there or is no text, or if there is no file at all
  public static FileCorpus of(List<Path> paths, ReadOptions options) throws CorpusException {
    var finder = new FileFinder(options);
    for (var path : paths) {
      finder.add(path);
    }
    var name =
        paths.stream()
            .map(path -> String.valueOf(path.toAbsolutePath().normalize().getFileName()))
            .collect(Collectors.joining(", "));
    if (finder.files().isEmpty()) {
      throw new CorpusException(
          "The corpus %s has no text files%s."
              .formatted(
                  name,
                  options.include().isEmpty()
                      ? ""
                      : " that match " + String.join(", ", options.include())),
          "Give text files in UTF-8, folders of them, JSONL files or tables.");
    }
    return new FileCorpus(name, finder, options);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long bytes() {
    return files.stream().mapToLong(CorpusFile::bytes).sum();
  }

  /// How many files are read.
  ///
  /// @return the count
  public int fileCount() {
    return files.size();
  }

  /// Files in folders that are not read.
  ///
  /// @return name and reason of each
  public List<String> skipped() {
    return skipped;
  }

  /// What was passed over because it could not be read, by the reading that was closed last.
  ///
  /// @return nothing unless [BadText#SKIP] was chosen
  public SkippedDocuments skippedDocuments() {
    return lastReading.get();
  }

  @Override
  public String fingerprint(Progress progress) throws CorpusException {
    return new Fingerprint(files, options).compute(progress);
  }

  @Override
  public DocumentReader open() {
    return new FileDocumentReader(files, options, lastReading::set);
  }
}
