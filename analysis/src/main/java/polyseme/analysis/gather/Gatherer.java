// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// One kind of thing that a worker gathers about all neurons of one hook. Each worker has its own.
///
/// What is gathered must not depend on the order of units nor on which worker had which: two
/// gatherers that have seen parts, merged either way round, hold the same bits as one that has seen
/// all. Within a unit the blocks come in a fixed order, so sums in floating point are allowed
/// there; [#endUnit()] turns them into whole numbers (see [Quanta]).
public interface Gatherer {

  /// Takes in some tokens of one layer. The inner loops over neurons should be plain, so that the
  /// compiler makes vector instructions of them.
  ///
  /// @param block lent for the call
  void accept(Block block);

  /// Ends a unit of work, in which every layer was seen at every token.
  void endUnit();

  /// Takes over what another gathered.
  ///
  /// @param other of the same class and settings; not used afterwards
  void merge(Gatherer other);

  /// Writes all that is gathered, in sections of its own.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  void save(SectionWriter out) throws IOException;

  /// Adds to this (fresh) gatherer what [#save] wrote.
  ///
  /// @param in the file
  /// @param group which hook of the file, as in [SectionWriter#group(int)]
  /// @throws StoreException if it is damaged
  void load(SectionFile in, int group) throws StoreException;
}
