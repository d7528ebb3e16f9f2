// SPDX-License-Identifier: GPL-3.0-or-later
/// What is open: model, scan, map and clusters, observable.
@NullMarked
package polyseme.app.workspace;

import org.jspecify.annotations.NullMarked;
