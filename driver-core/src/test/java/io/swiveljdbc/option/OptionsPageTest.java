package io.swiveljdbc.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/options.md is made from the lists of options; {@code -Dswivel.docs=write} makes it anew. */
class OptionsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "options.md");

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Options

            <!-- Made from io.swiveljdbc.option.Option; do not edit. OptionsPageTest says how to make it anew. -->

            Options stand in the URL (`jdbc:swivel:postgresql://pg1,pg2/shop?swivel.failoverTimeout=10s`) or
            in the properties beside it. An unknown `swivel.*` name or a bad value fails at connect, with
            SQLState 22023 and the nearest valid name. Every other parameter goes to the target driver.

            | option | default | allowed | what it does |
            |---|---|---|---|
            """);
    for (Option option : Option.values()) {
      page.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(
                  option.propertyName(),
                  option.defaultValue(),
                  option.type().allowed(),
                  option.text()));
    }
    page.append(
        """

        ## The inner pool

        With `swivel.pool=true` ([pools](pools.md#a-pool-inside)). Each of these may be given for writers
        and readers apart: `swivel.pool.writer.maximumPoolSize`, `swivel.pool.reader.maximumPoolSize`.

        | option | default | allowed | what it does |
        |---|---|---|---|
        """);
    for (PoolSetting setting : PoolSetting.values()) {
      page.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(
                  setting.propertyName(),
                  setting.defaultValue(),
                  setting.type().allowed(),
                  setting.text()));
    }
    return page.toString();
  }

  @Test
  void thePageOfOptionsIsWhatTheListSays() throws IOException {
    if ("write".equals(System.getProperty("swivel.docs"))) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("run OptionsPageTest with -Dswivel.docs=write")
        .isEqualTo(page());
  }
}
