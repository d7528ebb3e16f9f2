// SPDX-License-Identifier: GPL-3.0-or-later
/// Long work: progress, cancelling, workers, and the exceptions that carry a sentence for people.
@NullMarked
package polyseme.engine.task;

import org.jspecify.annotations.NullMarked;
