package io.swiveljdbc.sql;

/**
 * The lexical rules in which databases differ, as far as the scanner must know them.
 *
 * <p>Common to all: {@code --} comments, single-quoted strings and double-quoted names in which a
 * doubled quote stands for one, words in which only ASCII letters have a case.
 *
 * @param nestedComments whether a block comment may hold others
 * @param dollarQuotes whether {@code $tag$ … $tag$} is a string; if not, {@code $} begins a word
 * @param escapeStrings whether {@code E'…'} is a string with backslash escapes
 */
public record Lexicon(boolean nestedComments, boolean dollarQuotes, boolean escapeStrings) {

  /** Standard SQL with all the extensions above. */
  public static final Lexicon STANDARD = new Lexicon(true, true, true);
}
