// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

import java.util.concurrent.ExecutorService;

/// A pool of its own.
public record Pool(ExecutorService pool) {}
