// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The tokenizers beside the checkout, where they lie there, against the reference's numbers.
final class GoldenTokenizersTest {

  @Test
  void numbersAreTheReferences() throws Exception {
    var golden = Golden.shared("golden");
    assumeTrue(golden.isPresent(), "no folder shared/golden beside the checkout");
    try (var folders = Files.list(golden.orElseThrow())) {
      for (var folder : folders.filter(Files::isDirectory).sorted().toList()) {
        var file = TokenizerFile.read(folder.resolve("tokenizer.json"));
        var bos = file.pieces().containsKey("<s>") ? "<s>" : "<|endoftext|>";
        try (var tokenizer = DjlTokenizer.open(file, bos)) {
          for (var told : Golden.read(folder.resolve("plain")).texts()) {
            var split = tokenizer.tokenize(told.text());
            assertEquals(told.ids(), Arrays.stream(split.ids()).boxed().toList(), folder::toString);
            assertEquals(ByteSymbols.utf8(told.text()), String.join("", split.toStrTokens()));
          }
        }
      }
    }
  }
}
