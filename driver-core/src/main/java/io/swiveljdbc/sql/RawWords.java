package io.swiveljdbc.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text that is not understood, wherever they stand: in quotes and comments too, and
 * right behind a digit, as in {@code /*!50000COMMIT}. Whatever a text does, these words say.
 */
public final class RawWords {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");

  private RawWords() {}

  /** Those of the text that are among these, in upper case. */
  public static Set<String> in(String text, Set<String> looked) {
    Set<String> found = new HashSet<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String upperCase = word.group().toUpperCase(Locale.ROOT);
      if (looked.contains(upperCase)) {
        found.add(upperCase);
      }
    }
    return found;
  }
}
