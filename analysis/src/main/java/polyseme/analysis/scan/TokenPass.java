// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.corpus.Document;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.text.Tokenizer;

/// First pass of a scan: splits all documents into tokens and keeps them on disk.
final class TokenPass {

  private static final String STEP = "Reading the corpus";

  private final Tokenizer tokenizer;
  private final ScanShape shape;

  TokenPass(Tokenizer tokenizer, ScanShape shape) {
    this.tokenizer = tokenizer;
    this.shape = shape;
  }

  void run(Corpus corpus, Path folder, Progress progress) throws IOException, PolysemeException {
    var most = shape.options().maxTokens();
    try (var store = new TokenStoreWriter(folder);
        var reader = corpus.open()) {
      var document = reader.next();
      while (document != null) {
        progress.checkCancelled();
        add(document, store);
        progress.report(STEP, reader.bytesRead(), corpus.bytes(), "bytes");
        document = most > 0 && store.tokens() >= most ? null : reader.next();
      }
      checkSize(store.tokens(), corpus);
      store.finish();
    }
  }

  private void add(Document document, TokenStoreWriter store)
      throws IOException, PolysemeException {
    var position = 0;
    var tokens = tokenizer.tokenize(document.text()).tokens();
    for (var token : tokens.subList(Math.min(shape.lead(), tokens.size()), tokens.size())) {
      store.add(token);
      position++;
    }
    store.endDocument(document, position, -1);
  }

  private static void checkSize(long tokens, Corpus corpus) throws CorpusException {
    if (tokens == 0) {
      throw new CorpusException(
          "The corpus %s has no tokens.".formatted(corpus.name()),
          "Give a corpus with text in it.");
    }
    if (tokens > Integer.MAX_VALUE) {
      throw new CorpusException(
          "The corpus %s has %,d tokens; one scan takes 2,147,483,647."
              .formatted(corpus.name(), tokens),
          "Set a limit of tokens or scan parts of the corpus.");
    }
  }
}
