package io.swiveljdbc.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values an option takes, and how they are read. */
public sealed interface OptionType {

  /** What is allowed, in words for a person. */
  String allowed();

  /** The choices, if there are any; for {@link java.sql.DriverPropertyInfo}. */
  default List<String> choices() {
    return List.of();
  }

  /** What is wrong with a value, as the end of a sentence; null when nothing is. */
  @Nullable String fault(String value);

  /** One of a few words. */
  static OptionType choice(String... words) {
    return new Choice(List.of(words));
  }

  /** A time with its unit, within a range. */
  static OptionType duration(String least, String most) {
    return new Time(least, most);
  }

  /** The same, or none at all, which is written 0ms. */
  static OptionType durationOrNone(String least, String most) {
    return new TimeOrNone(new Time(least, most));
  }

  /** A whole number within a range. */
  static OptionType count(int least, int most) {
    return new Count(least, most);
  }

  /** A word of an application's own. */
  static OptionType word() {
    return new Word();
  }

  /**
   * A name of something on the class path.
   *
   * @param allowed what is allowed, in words for a person
   * @param known the names there are, asked when one is given
   */
  static OptionType name(String allowed, Supplier<List<String>> known) {
    return new Name(allowed, known);
  }

  /** A name of something on the class path. */
  record Name(String allowed, Supplier<List<String>> known) implements OptionType {
    @Override
    public List<String> choices() {
      return known.get();
    }

    @Override
    public @Nullable String fault(String value) {
      return new Choice(known.get()).fault(value);
    }
  }

  /** A whole number within a range. */
  record Count(int least, int most) implements OptionType {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}");

    @Override
    public String allowed() {
      return "a number from " + least + " to " + most;
    }

    @Override
    public @Nullable String fault(String value) {
      if (!FORM.matcher(value).matches()) {
        return "is not a number; allowed is " + allowed();
      }
      int given = Integer.parseInt(value);
      return given >= least && given <= most ? null : "is out of range; allowed is " + allowed();
    }
  }

  /** A word of an application's own. */
  record Word() implements OptionType {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]+");

    @Override
    public String allowed() {
      return "letters, digits, dots, hyphens and underscores";
    }

    @Override
    public @Nullable String fault(String value) {
      return FORM.matcher(value).matches() ? null : "is not a name; allowed are " + allowed();
    }
  }

  /** One of a few words. */
  record Choice(List<String> choices) implements OptionType {
    @Override
    public String allowed() {
      return String.join(" or ", choices);
    }

    @Override
    public @Nullable String fault(String value) {
      return choices.contains(value)
          ? null
          : "is not one of " + allowed() + "; did you mean " + Nearest.to(value, choices) + "?";
    }
  }

  /** A time with its unit, within a range, or zero. */
  record TimeOrNone(Time time) implements OptionType {
    private static final Pattern ZERO = Pattern.compile("0(ms|s|m|h)");

    @Override
    public String allowed() {
      return "0ms or " + time.allowed();
    }

    @Override
    public @Nullable String fault(String value) {
      return ZERO.matcher(value).matches() ? null : time.fault(value);
    }
  }

  /** A time with its unit, within a range. */
  record Time(String least, String most) implements OptionType {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    @Override
    public String allowed() {
      return "a time from " + least + " to " + most + ", such as 500ms, 2s or 1m";
    }

    @Override
    public @Nullable String fault(String value) {
      if (NUMBER.matcher(value).matches()) {
        return "has no unit; write %ss or %sms".formatted(value, value);
      }
      if (!FORM.matcher(value).matches()) {
        return "is not a time; allowed is " + allowed();
      }
      Duration given = parse(value);
      boolean inRange = given.compareTo(parse(least)) >= 0 && given.compareTo(parse(most)) <= 0;
      return inRange ? null : "is out of range; allowed is " + allowed();
    }

    static Duration parse(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new IllegalArgumentException(value);
      }
      BigDecimal millis =
          new BigDecimal(form.group(1))
              .multiply(
                  BigDecimal.valueOf(
                      switch (form.group(2)) {
                        case "ms" -> 1L;
                        case "s" -> 1_000L;
                        case "m" -> 60_000L;
                        default -> 3_600_000L;
                      }));
      return Duration.ofMillis(millis.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue());
    }
  }
}
