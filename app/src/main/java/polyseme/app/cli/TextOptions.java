// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// A text, typed or from a file.
final class TextOptions {

  private static final String LOST = "\uFFFD";

  @Option(names = "--text", paramLabel = "TEXT", description = "The text.")
  private @Nullable String text;

  @Option(names = "--file", paramLabel = "FILE", description = "A UTF-8 file with the text.")
  private @Nullable Path file;

  @Option(
      names = "--special-tokens",
      description =
          "Names of special tokens in the text, such as <|endoftext|>, become these tokens;"
              + " without it they are text.")
  private boolean specialTokens;

  /// Splits a text as was asked.
  TokenizedText tokens(Tokenizer tokenizer, String text) throws RequestException {
    return tokenizer.tokenize(
        text, specialTokens ? SpecialTokens.RECOGNISED : SpecialTokens.AS_TEXT);
  }

  String text(PolysemeCommand command) throws CorpusException, RequestException {
    if (text != null && file == null) {
      return present(typed(text), "The text is empty.");
    }
    if (file != null && text == null) {
      return present(read(file), "%s is empty.".formatted(file));
    }
    throw command.usage(
        text == null
            ? "A text is missing: --text or --file"
            : "--text and --file are both there; only one text fits");
  }

  // In a locale without UTF-8, Java gets � for what it cannot read: say so rather than compute on
  // it.
  private static String typed(String text) throws RequestException {
    var encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (text.contains(LOST) && !encoding.equals("UTF-8")) {
      throw new RequestException(
          "Characters of the text were lost on the way, because this shell's locale is not UTF-8.",
          "Set LC_ALL=C.UTF-8, or put the text into a file and use --file.");
    }
    return text;
  }

  // Nothing but the beginning-of-text token would be left; a text is empty by accident.
  private static String present(String text, String otherwise) throws RequestException {
    if (text.isEmpty()) {
      throw new RequestException(otherwise, "Give a text of at least one character.");
    }
    return text;
  }

  private static String read(Path file) throws CorpusException {
    if (!Files.isRegularFile(file) && (Files.isDirectory(file) || !Files.exists(file))) {
      throw new CorpusException(
          Files.exists(file)
              ? "%s is a folder.".formatted(file)
              : "There is no file %s.".formatted(file),
          "Name a file that holds the text.");
    }
    try {
      var bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new CorpusException(
          "%s is not UTF-8 text.".formatted(file), "Save it as UTF-8 and try again.");
    } catch (IOException _) {
      throw new CorpusException("%s cannot be read.".formatted(file), "Check that it may be read.");
    }
  }
}
