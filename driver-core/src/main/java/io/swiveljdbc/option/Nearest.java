package io.swiveljdbc.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The word that somebody probably meant: the one with the smallest Levenshtein distance. */
public final class Nearest {

  private Nearest() {}

  /**
   * The candidate nearest to what was written.
   *
   * @param candidates at least one
   */
  public static String to(String written, Collection<String> candidates) {
    String lower = written.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .min(Comparator.comparingInt(c -> distance(lower, c.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int changed = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
