// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;

/// What the views of one window share, over made-up neurons. Without a toolkit: what background
/// work wants to say waits until [#settle()].
public final class FakeWindow implements AutoCloseable {

  private static final long PATIENCE_S = 30;

  /// The selection.
  public final SelectionModel selection = new SelectionModel();

  /// What is open.
  public final Workspace workspace = new Workspace(selection, FakeWindow::close);

  /// Which neurons are shown.
  public final VisibleNeurons visible = new VisibleNeurons(workspace, selection);

  /// Computes nothing.
  public final FakeWorkbench workbench = new FakeWorkbench();

  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /// Background work.
  public final Jobs jobs = new Jobs(this::keep);

  private void keep(Runnable news) {
    synchronized (waiting) {
      waiting.add(news);
    }
  }

  /// Opens a scan of so many neurons.
  ///
  /// @param nLayers layers
  /// @param dMlp neurons a layer
  /// @return this
  public FakeWindow open(int nLayers, int dMlp) {
    workspace.open(new FakeScan(nLayers, dMlp));
    return this;
  }

  /// Waits until no background work is left and says what it had to say, here and now.
  public void settle() {
    var start = System.nanoTime();
    while (jobs.busy() || hasNews()) {
      speak();
      pause();
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
        throw new IllegalStateException("background work does not end");
      }
    }
  }

  /// Whether background work has something to say.
  ///
  /// @return true if [#speak()] would tell something
  public boolean hasNews() {
    synchronized (waiting) {
      return !waiting.isEmpty();
    }
  }

  /// Says what background work has to say by now.
  public void speak() {
    while (true) {
      Runnable next;
      synchronized (waiting) {
        next = waiting.poll();
      }
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  private static void close(AutoCloseable replaced) {
    try {
      replaced.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void pause() {
    try {
      var _ = new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    workspace.close();
    jobs.close();
  }
}
