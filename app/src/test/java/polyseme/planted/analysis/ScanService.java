// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.analysis;

import ai.djl.ndarray.NDArray;
import smile.clustering.KMeans;

/// DJL and Smile out of their packages.
public record ScanService(NDArray array, KMeans means) {}
