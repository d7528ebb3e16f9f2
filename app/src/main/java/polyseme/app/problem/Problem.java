// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.problem;

/// A failure as people see it.
///
/// @param headline what happened, one sentence
/// @param remedy what to do, one sentence
/// @param expected whether it is of the kind that files and wishes cause; otherwise it is a mistake
///   of the program's own and stands in the log
public record Problem(String headline, String remedy, boolean expected) {}
