// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import polyseme.engine.hubcache.RepoId;
import polyseme.engine.task.Progress;

/// How much of what has to be fetched has arrived.
final class Transfer {

  private static final long PER_REPORT = 1 << 18;

  private final String step;
  private final long total;
  private final Progress progress;
  private long done;
  private long reported;

  /// @param repo what is being fetched
  /// @param total how many bytes are to come
  /// @param progress told of it
  Transfer(RepoId repo, long total, Progress progress) {
    this.step = "Downloading " + repo;
    this.total = total;
    this.progress = progress;
  }

  Progress progress() {
    return progress;
  }

  /// Bytes arrived, or turned out to have come in vain.
  void add(long bytes) {
    done = Math.max(0, done + bytes);
    if (Math.abs(done - reported) >= PER_REPORT || done >= total) {
      reported = done;
      progress.report(step, Math.min(done, total), total, "bytes");
    }
  }
}
