// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.TinyWeights;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.text.SpecialTokens;

/// The program of the process that opens damaged files: it is told one a line and answers one line
/// each. Native code, a lack of memory or an endless loop can only end this process.
final class Subject {

  /// What is opened, and how far.
  enum Way {
    /// A model folder with all its weights.
    FOLDER,
    /// A model folder that may have no weights.
    CONFIG,
    /// A file of weights.
    WEIGHTS,
    /// A tokenizer, which then splits a few texts.
    TOKENIZER,
    /// Nothing: native code ends the process.
    END
  }

  static final String MARK = "answer ";
  static final String OPENED = "opened";
  static final String REFUSED = "refused";
  static final String BROKE = "broke";

  /// Stands for the end of a line, which no sentence has.
  static final String BREAK = "\u240a";

  static final String HEAP = "heap";

  private static final List<String> TEXTS =
      List.of(
          "abba <s> é\n",
          "  Plain words, and <|endoftext|> a few\tmore 0123 of them.\r\n\r\n ",
          "e\u0301 \u6771\u4eac \u0645\u0631 \ud83d\udc69\u200d\ud83d\udc67 \u2581\u2581 \u0000",
          "a!".repeat(2_000));

  private Subject() {}

  public static void main(String[] arguments) throws IOException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      out.println(MARK + (line.equals(HEAP) ? HEAP + " " + mostHeap() : answer(line)));
    }
  }

  private static String answer(String line) {
    var start = System.nanoTime();
    var words = line.split("\t", 2);
    String end;
    try {
      open(Way.valueOf(words[0]), Path.of(words[1]));
      end = OPENED;
    } catch (PolysemeException refused) {
      end = REFUSED + " " + refused.what();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError broke) {
      end =
          BROKE + " " + broke + " at " + List.of(broke.getStackTrace()).stream().limit(6).toList();
    }
    return (System.nanoTime() - start) / 1_000 + " " + end.replaceAll("[\\r\\n]", BREAK);
  }

  private static void open(Way way, Path path) throws PolysemeException {
    switch (way) {
      case FOLDER -> readAll(path);
      case CONFIG -> ModelFolder.check(path);
      case WEIGHTS -> TinyWeights.readAll(path);
      case TOKENIZER -> split(path);
      case END -> Aborting.main(new String[0]);
    }
  }

  private static void readAll(Path folder) throws CheckpointException {
    try (var weights = ModelWeights.open(ModelFolder.read(folder))) {
      for (var name : weights.names()) {
        weights.read(name);
      }
    }
  }

  private static void split(Path file) throws PolysemeException {
    try (var tokenizer = DjlTokenizer.open(file, "")) {
      for (var text : TEXTS) {
        for (var special : SpecialTokens.values()) {
          tokenizer.tokenize(text, special);
        }
      }
    }
  }

  private static long mostHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
