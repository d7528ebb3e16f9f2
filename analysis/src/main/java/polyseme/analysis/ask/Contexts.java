// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.scan.Scan;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Where neurons have their examples and what stands there. Many neurons share places; a text is
/// asked for once a place.
public interface Contexts {

  /// The neurons there are.
  ///
  /// @return all neurons of the scan
  NeuronIndex neurons();

  /// Places of a neuron's examples.
  ///
  /// @param row the neuron's row
  /// @param sample which of them
  /// @return the places, the highest first, then the lowest; a place may be among both
  /// @throws StoreException if the stored scan is damaged
  List<TokenRef> places(int row, Sample sample) throws StoreException;

  /// The text about a place that a scan just gave.
  ///
  /// @param place one of [#places]
  /// @return the place's token and up to 8 tokens to either side
  /// @throws StoreException if the stored scan is damaged
  String text(TokenRef place) throws StoreException;

  /// The examples of a scan, through its profiles.
  ///
  /// @param scan an open scan
  /// @return its contexts; for one thread
  static Contexts of(Scan scan) {
    return new Contexts() {
      @Override
      public NeuronIndex neurons() {
        return scan.neurons();
      }

      @Override
      public List<TokenRef> places(int row, Sample sample) throws StoreException {
        var places = new ArrayList<TokenRef>();
        if (sample.hasHighest()) {
          places.addAll(scan.extremePlaces(row, true));
        }
        if (sample.hasLowest()) {
          places.addAll(scan.extremePlaces(row, false));
        }
        return places;
      }

      @Override
      public String text(TokenRef place) throws StoreException {
        return scan.textAbout(place);
      }
    };
  }
}
