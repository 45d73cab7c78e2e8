package io.swiveljdbc.examples.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures for a program. */
final class JsonReport {
  private JsonReport() {}

  static void write(Account account, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, object(figures(account), "  ", "\n") + "\n");
  }

  private static Map<String, String> figures(Account account) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("engine", '"' + account.options().engine().word() + '"');
    figures.put("fault", '"' + account.options().fault().word() + '"');
    figures.put("outageMs", of(account, Outage::millis));
    figures.put("promotionMs", of(account, Outage::promotionMillis));
    figures.put("excessMs", of(account, Outage::excessMillis));
    figures.put("writesAcknowledged", Long.toString(account.audit().acknowledged()));
    figures.put("writesLost", Long.toString(account.audit().lost()));
    figures.put("writesDoubled", Long.toString(account.audit().doubled()));
    figures.put("readsOnReaders", Long.toString(account.readsOnReaders()));
    figures.put("readsOnWriter", Long.toString(account.readsOnWriter()));
    Map<String, String> errors = new LinkedHashMap<>();
    account.observed().errors().bySqlState().forEach((k, v) -> errors.put(k, Long.toString(v)));
    figures.put("errors", object(errors, "", " "));
    return figures;
  }

  /** Null when no write succeeded again. */
  private static String of(Account account, Function<Outage, Long> figure) {
    return account.outage().map(figure).map(String::valueOf).orElse("null");
  }

  private static String object(Map<String, String> members, String indent, String separator) {
    if (members.isEmpty()) {
      return "{}";
    }
    return members.entrySet().stream()
        .map(member -> indent + "\"" + member.getKey() + "\": " + member.getValue())
        .collect(Collectors.joining("," + separator, "{" + separator, separator + "}"));
  }
}
