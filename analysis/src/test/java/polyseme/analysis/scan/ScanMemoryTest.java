// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.analysis.gather.ScanCore;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;

/// The memory of a scan is known before it begins.
final class ScanMemoryTest {

  private static final int GPT2 = 12 * 3072;
  private static final int GPT2_XL = 48 * 6400;
  private static final long GB = 1L << 30;

  private static ScanMemory memory(int neurons) {
    return new ScanMemory(neurons, ScanOptions.defaults());
  }

  private static ScanMemory core(int neurons) {
    return new ScanMemory(neurons, ScanOptions.defaults().withContent(ScanContent.core()));
  }

  /// Java takes a quarter of a machine's memory: 2 GB of 8.
  @Test
  void gpt2FitsALaptopWithAsManyWorkersAsThereIsRoomFor() throws RequestException {
    assertEquals(2, memory(GPT2).workers(4, 2 * GB));
    assertEquals(4, core(GPT2).workers(4, 2 * GB));
    assertEquals(9, core(GPT2).workers(16, 2 * GB));
    assertEquals(16, core(GPT2).workers(16, 8 * GB));
    assertEquals(1, core(GPT2).workers(16, GB / 2));
  }

  @Test
  void aScanThatDoesNotFitIsRefusedWithTheNumbers() {
    var refused = assertThrows(RequestException.class, () -> memory(GPT2_XL).workers(1, 2 * GB));
    assertTrue(
        refused
            .what()
            .startsWith("A scan of 307,200 neurons with 20 examples and 1,024 profile positions"),
        refused.what());
    assertTrue(refused.what().endsWith(" GB of memory; Java may use 2.15 GB."), refused.what());
    assertTrue(refused.remedy().contains("-Xmx8g"), refused.remedy());
  }

  @Test
  void moreExamplesThanAnArrayHoldsAreRefused() {
    var many = new ScanMemory(GPT2, ScanOptions.defaults().withTopK(4000));
    assertThrows(RequestException.class, () -> many.workers(1, 64 * GB));
  }

  /// What is allocated is what was said, to a twentieth.
  @Test
  void workersTakeWhatWasSaid() {
    var neurons = new NeuronIndex(12, 3072);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();
    var core = new ScanCore(neurons, 20, List.of());
    core.beginUnit();
    var taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(1, (double) taken / core(GPT2).ofWorker(), 0.05);
  }
}
