// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the files of a corpus are read.
///
/// @param textField field of a JSONL record that holds the text
/// @param textColumn column of a table that holds the text
/// @param labels fields and columns that become labels, also numbers and truth values; null for all
///   string fields of a record and all other columns of a table
/// @param badText what becomes of documents that cannot be read
/// @param include which files of folders are read, as globs; empty for all. A glob with `/` is
///   about the path below the folder, one without about the file's name
/// @param largestFile text files of folders with more bytes are passed over
public record ReadOptions(
    String textField,
    String textColumn,
    @Nullable List<String> labels,
    BadText badText,
    List<String> include,
    long largestFile) {

  /// Name of the field and the column that hold the text unless others are asked for.
  public static final String TEXT = "text";

  /// Keeps the lists unchangeable.
  ///
  /// @throws IllegalArgumentException if a name is empty or the size negative
  public ReadOptions {
    labels = labels == null ? null : List.copyOf(labels);
    include = List.copyOf(include);
    if (textField.isEmpty() || textColumn.isEmpty() || largestFile < 0) {
      throw new IllegalArgumentException(
          "field '%s', column '%s', %d bytes".formatted(textField, textColumn, largestFile));
    }
  }

  /// The usual way.
  ///
  /// @return text from `text`, all labels, nothing bad accepted, all files
  public static ReadOptions defaults() {
    return new ReadOptions(TEXT, TEXT, null, BadText.FAIL, List.of(), Utf8.LONGEST);
  }

  /// The same with other places for the text.
  ///
  /// @param field field of a JSONL record
  /// @param column column of a table
  /// @return the changed options
  public ReadOptions withText(String field, String column) {
    return new ReadOptions(field, column, labels, badText, include, largestFile);
  }

  /// The same with other labels.
  ///
  /// @param names fields and columns, or null for all
  /// @return the changed options
  public ReadOptions withLabels(@Nullable List<String> names) {
    return new ReadOptions(textField, textColumn, names, badText, include, largestFile);
  }

  /// The same with another policy.
  ///
  /// @param policy what becomes of documents that cannot be read
  /// @return the changed options
  public ReadOptions withBadText(BadText policy) {
    return new ReadOptions(textField, textColumn, labels, policy, include, largestFile);
  }

  /// The same with another choice of files.
  ///
  /// @param globs which files of folders are read
  /// @param largest text files of folders with more bytes are passed over
  /// @return the changed options
  public ReadOptions withFiles(List<String> globs, long largest) {
    return new ReadOptions(textField, textColumn, labels, badText, globs, largest);
  }

  /// Whether a field or column becomes a label when nobody asked for certain ones.
  boolean takesAllLabels() {
    return labels == null;
  }

  boolean isChosen(String name) {
    return labels != null && labels.contains(name);
  }
}
