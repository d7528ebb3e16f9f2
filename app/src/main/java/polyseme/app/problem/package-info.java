// SPDX-License-Identifier: GPL-3.0-or-later
/// Failures as people see them.
@NullMarked
package polyseme.app.problem;

import org.jspecify.annotations.NullMarked;
