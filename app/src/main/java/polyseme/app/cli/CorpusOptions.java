// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import polyseme.analysis.corpus.BadText;
import polyseme.analysis.corpus.FileCorpus;
import polyseme.analysis.corpus.FileKind;
import polyseme.analysis.corpus.ReadOptions;
import polyseme.analysis.corpus.Spool;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Which texts are read, and how.
final class CorpusOptions {

  private static final Path STDIN = Path.of("-");
  private static final int NAMED = 20;
  private static final int MEBI = 20;

  @Option(
      names = "--corpus",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Text files, folders, JSONL, CSV and TSV files, each also as .gz or .zst; - for standard"
              + " input.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--text-field",
      defaultValue = ReadOptions.TEXT,
      paramLabel = "NAME",
      description = "Field of JSONL records that holds the text (default: ${DEFAULT-VALUE}).")
  private String textField = ReadOptions.TEXT;

  @Option(
      names = "--text-column",
      defaultValue = ReadOptions.TEXT,
      paramLabel = "NAME",
      description = "Column of tables that holds the text (default: ${DEFAULT-VALUE}).")
  private String textColumn = ReadOptions.TEXT;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description =
          "Fields and columns to keep as labels, with commas between them; \"\" for none (default:"
              + " all string fields, all columns).")
  private @Nullable List<String> labels;

  @Option(
      names = "--bad-text",
      defaultValue = "fail",
      paramLabel = "WHAT",
      description =
          "What becomes of documents that cannot be read: fail ends the scan, skip passes them over"
              + " and counts them (default: ${DEFAULT-VALUE}).")
  private BadText badText = BadText.FAIL;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Read only such files of folders, like '*.java' or 'docs/*.md'; may be given again.")
  private List<String> include = new ArrayList<>();

  @Option(
      names = "--largest-file",
      defaultValue = "256",
      paramLabel = "MIB",
      description =
          "Pass over text files of folders above this size, at most 256 (default:"
              + " ${DEFAULT-VALUE}).")
  private int largestFile;

  @Option(
      names = "--stdin-format",
      defaultValue = "text",
      paramLabel = "KIND",
      description =
          "What standard input holds: text, jsonl, csv or tsv (default: ${DEFAULT-VALUE}).")
  private FileKind stdinFormat = FileKind.TEXT;

  /// The texts while they are needed.
  ///
  /// @param corpus to be scanned
  /// @param stdin what was read from standard input, null if nothing was
  record Texts(FileCorpus corpus, @Nullable Spool stdin) implements AutoCloseable {

    /// Sentences about what was not read, each after a line end; empty if there is nothing to say.
    String passedOver() {
      var said = new StringBuilder();
      var files = corpus.skipped();
      if (!files.isEmpty()) {
        said.append("\nPassed over: ")
            .append(String.join(", ", files.subList(0, Math.min(NAMED, files.size()))))
            .append(more(files.size()))
            .append('.');
      }
      var bad = corpus.skippedDocuments();
      if (bad.count() > 0) {
        said.append(
            String.format(
                Locale.ROOT,
                bad.count() == 1
                    ? "%nPassed over %d document that cannot be read:"
                    : "%nPassed over %,d documents that cannot be read:",
                bad.count()));
        bad.first().forEach(sentence -> said.append("\n  ").append(sentence));
        var left = bad.count() - bad.first().size();
        said.append(left == 0 ? "" : String.format(Locale.ROOT, "%n  … and %,d more.", left));
      }
      return said.toString();
    }

    private static String more(int files) {
      return files <= NAMED ? "" : String.format(Locale.ROOT, " and %,d more", files - NAMED);
    }

    @Override
    public void close() {
      if (stdin != null) {
        stdin.close();
      }
    }
  }

  /// Finds the files, and reads standard input if it is asked for.
  Texts open(PolysemeCommand command, Progress progress) throws PolysemeException {
    var options = options(command);
    var uses = paths.stream().filter(STDIN::equals).count();
    if (uses > 1) {
      throw command.usage("- stands for standard input, which can be read once");
    }
    if (uses == 0) {
      return new Texts(FileCorpus.of(paths, options), null);
    }
    var spool = Spool.of(command.console().bytes(), stdinFormat, progress);
    try {
      var files = paths.stream().map(path -> path.equals(STDIN) ? spool.path() : path).toList();
      return new Texts(FileCorpus.of(files, options), spool);
    } catch (PolysemeException failed) {
      spool.close();
      throw failed;
    }
  }

  private ReadOptions options(PolysemeCommand command) {
    if (textField.isEmpty() || textColumn.isEmpty()) {
      throw command.usage("--text-field and --text-column need a name");
    }
    if (largestFile < 0 || largestFile > 256) {
      throw command.usage("--largest-file is 0 to 256");
    }
    var chosen = labels == null ? null : labels.stream().filter(name -> !name.isBlank()).toList();
    return ReadOptions.defaults()
        .withText(textField, textColumn)
        .withLabels(chosen)
        .withBadText(badText)
        .withFiles(include, (long) largestFile << MEBI);
  }
}
