// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.corpus.Document;
import polyseme.analysis.corpus.DocumentReader;
import polyseme.engine.task.Progress;

/// A corpus in memory.
///
/// @param documents its documents
record ListCorpus(List<Document> documents) implements Corpus {

  /// Documents of every length, some empty, with the rare pair `zq` in a few of them.
  static ListCorpus random(long seed, int count) {
    var random = new SplittableRandom(seed);
    var documents = new ArrayList<Document>();
    for (var i = 0; i < count; i++) {
      var text = new StringBuilder();
      var length = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(30);
      for (var c = 0; c < length; c++) {
        text.append("abcdefé€\n ".charAt(random.nextInt(10)));
      }
      if (i % 7 == 3) {
        text.insert(random.nextInt(text.length() + 1), "zq");
      }
      documents.add(new Document("doc-" + i, text.toString(), Map.of("topic", "t" + i % 3)));
    }
    return new ListCorpus(documents);
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public long bytes() {
    return documents.size();
  }

  @Override
  public String fingerprint(Progress progress) {
    return String.format("%064x", documents.hashCode() & 0xFFFF_FFFFL);
  }

  @Override
  public DocumentReader open() {
    return new DocumentReader() {
      private int next;

      @Override
      public @Nullable Document next() {
        return next < documents.size() ? documents.get(next++) : null;
      }

      @Override
      public long bytesRead() {
        return next;
      }

      @Override
      public void close() {}
    };
  }
}
