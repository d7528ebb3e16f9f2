// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.corpus.Document;
import polyseme.analysis.duplicate.DuplicateFinder;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.text.Token;
import polyseme.engine.text.Tokenizer;

/// First pass of a scan: splits all documents into tokens and keeps them on disk.
final class TokenPass {

  private static final String STEP = "Reading the corpus";

  private final Tokenizer tokenizer;
  private final ScanShape shape;
  private final DuplicateFinder duplicates;

  TokenPass(Tokenizer tokenizer, ScanShape shape) {
    this.tokenizer = tokenizer;
    this.shape = shape;
    duplicates = new DuplicateFinder(shape.options().seed());
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
    var all = tokenizer.tokenize(document.text()).tokens();
    var tokens = all.subList(Math.min(shape.lead(), all.size()), all.size());
    for (var token : tokens) {
      store.add(token);
    }
    var original = -1;
    if (shape.options().policy().duplicatesOnce()) {
      original = duplicates.add(tokens.stream().mapToInt(Token::id).toArray());
    }
    store.endDocument(document, tokens.size(), original);
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
