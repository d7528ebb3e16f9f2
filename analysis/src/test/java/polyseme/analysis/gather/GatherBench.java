// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Times what gatherers cost a token and neuron; run by hand. Counts the thread's processor time,
/// which other programs disturb less than the clock.
final class GatherBench {

  private static final int WIDTH = 2048;
  private static final int BLOCKS = 64;
  private static final double NANOS = 1.0 / (Block.MOST * WIDTH);

  private GatherBench() {}

  public static void main(String[] args) {
    for (var kind : new String[] {"gelu", "solu"}) {
      var values = values(kind.equals("gelu"));
      reservoirs(kind, values);
      coherence(kind, values);
    }
    pilot();
  }

  private static float[][] values(boolean isGelu) {
    var random = new SplittableRandom(5);
    var rows = new float[BLOCKS][Block.MOST * WIDTH];
    for (var row : rows) {
      for (var i = 0; i < row.length; i++) {
        var x = 1.3 * random.nextGaussian() - 1;
        row[i] = (float) (isGelu ? x / (1 + Math.exp(-1.702 * x)) : x * Math.exp(x) / 4);
      }
    }
    return rows;
  }

  private static Resting resting() {
    var levels = new float[WIDTH];
    Arrays.fill(levels, -0.1f);
    return new Resting(levels, new Quanta(new int[WIDTH]));
  }

  private static void reservoirs(String kind, float[][] values) {
    var samples = new Reservoirs(new NeuronIndex(1, WIDTH), resting(), 7);
    var block = new Block(WIDTH);
    for (var part : new int[] {128, 1024, 1024, 4096, 25_000, 1024}) {
      var from = done;
      time(
          "reservoirs %s, %d to %d tokens"
              .formatted(kind, from * Block.MOST, (from + part) * Block.MOST),
          part,
          i -> {
            var window = Window.whole(done++, 0, Block.MOST);
            block.fill(0, FloatBuffer.wrap(values[i % BLOCKS]), 0, window, 0, Block.MOST);
            samples.accept(block);
          });
    }
    done = 0;
    for (var repeat = 0; repeat < 4; repeat++) {
      storing(samples);
    }
  }

  private static void storing(Reservoirs samples) {
    try {
      var folder = Files.createTempDirectory("bench");
      var path = folder.resolve("samples");
      var save = System.nanoTime();
      try (var out = new SectionWriter(path, "test")) {
        samples.save(out);
        out.force();
      }
      var load = System.nanoTime();
      var again = new Reservoirs(new NeuronIndex(1, WIDTH), resting(), 7);
      try (var file = SectionFile.open(path, "test")) {
        again.load(file, 0);
      }
      var merge = System.nanoTime();
      new Reservoirs(new NeuronIndex(1, WIDTH), resting(), 7).merge(samples);
      var end = System.nanoTime();
      System.out.printf(
          "save %.1f, load %.1f, merge %.1f us a neuron%n",
          (load - save) / 1e3 / WIDTH, (merge - load) / 1e3 / WIDTH, (end - merge) / 1e3 / WIDTH);
      Files.delete(path);
      Files.delete(folder);
    } catch (IOException | StoreException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static int done;

  private static void coherence(String kind, float[][] values) {
    var sums = new CoherenceSums(new NeuronIndex(1, WIDTH), resting(), 64);
    var block = new Block(WIDTH);
    var contexts = new float[Block.MOST][64];
    var random = new SplittableRandom(6);
    for (var context : contexts) {
      for (var d = 0; d < 64; d++) {
        context[d] = (float) random.nextGaussian() / 8;
      }
    }
    for (var repeat = 0; repeat < 5; repeat++) {
      time(
          "coherence " + kind,
          200,
          i -> {
            var window = Window.whole(i, 0, Block.MOST);
            block.fill(0, FloatBuffer.wrap(values[i % BLOCKS]), 0, window, 0, Block.MOST);
            block.setContexts(contexts, 0);
            sums.accept(block);
          });
    }
  }

  /// A layer of GPT-2's shape: 768 columns, 3,072 neurons.
  private static void pilot() {
    var size = 768;
    var tokens = 1024;
    var vectors = FloatBuffer.allocate(tokens * size);
    var random = new SplittableRandom(8);
    for (var i = 0; i < tokens * size; i++) {
      vectors.put(i, (float) (random.nextGaussian() / (1 + i % size)));
    }
    var covariance = new ContextCovariance(size);
    for (var repeat = 0; repeat < 4; repeat++) {
      var nanos =
          nanos(() -> {
            for (var t = 0; t < tokens; t++) {
              covariance.add(vectors, t * size);
            }
          });
      System.out.printf("covariance of 768 columns %.1f us a vector%n", nanos / tokens / 1e3);
    }
    for (var repeat = 0; repeat < 3; repeat++) {
      var matrix = covariance.covariance();
      var nanos = nanos(() -> new LeadingDirections(matrix, ContextBasis.MOST));
      System.out.printf("64 directions of 768 columns %.0f ms%n", nanos / 1e6);
    }
    var projector = new ContextProjector(ContextBasis.of(List.of(covariance)));
    var into = new float[tokens][ContextBasis.MOST];
    for (var repeat = 0; repeat < 6; repeat++) {
      var nanos = nanos(() -> projector.project(0, vectors, 0, tokens, into, 0));
      System.out.printf("projection %.2f ns a token and neuron%n", nanos / tokens / 3072);
    }
  }

  private static double nanos(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    var start = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - start;
  }

  private static void time(String what, int times, IntConsumer work) {
    var nanos =
        nanos(() -> {
          for (var i = 0; i < times; i++) {
            work.accept(i);
          }
        });
    System.out.printf("%-45s %.3f ns%n", what, nanos * NANOS / times);
  }
}
