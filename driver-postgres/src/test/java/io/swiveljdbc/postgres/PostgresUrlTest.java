package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.swiveljdbc.SwivelDriver;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.trial.Thrown;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** URLs: what pgjdbc can parse is understood, and what nobody can is told in one sentence. */
class PostgresUrlTest {

  private static Target parse(String url) throws SQLException {
    return PostgresUrl.parse(url, new Properties());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://pg1,pg2,pg3/shop           | [pg1:5432, pg2:5432, pg3:5432] | shop
          jdbc:postgresql://pg1:1,PG2:65535/shop       | [pg1:1, pg2:65535]             | shop
          jdbc:postgresql://[::1]:5433,[fe80::1]/shop  | [[::1]:5433, [fe80::1]:5432]   | shop
          jdbc:postgresql://pg1/a%2Fb%20c              | [pg1:5432]                     | a/b c
          jdbc:postgresql://pg1:1/a@b                  | [pg1:1]                        | a@b
          jdbc:postgresql:shop?options=//a:b/c         | [localhost:5432]               | shop
          jdbc:postgresql:shop                         | [localhost:5432]               | shop
          jdbc:postgresql:///shop                      | [localhost:5432]               | shop
          jdbc:postgresql://:5440/shop                 | [localhost:5440]               | shop
          """)
  void hostsPortsAndDatabase(String url, String seeds, String database) throws SQLException {
    Target target = parse(url);
    assertThat(target.seeds()).hasToString(seeds);
    assertThat(target.database()).isEqualTo(database);
  }

  @Test
  void theUrlOfOneHostIsParsedBackToTheSameDatabase() throws SQLException {
    Target target = parse("jdbc:postgresql://pg1,pg2/a%2Fb%20c%3F?user=u&password=p&ssl=true");
    String one = PostgresUrl.of(target, new HostAddress("pg2", 5432));
    assertThat(one).doesNotContain("user").doesNotContain("ssl").doesNotContain("?");
    assertThat(parse(one).database()).isEqualTo("a/b c?");
  }

  @Test
  void userAndPasswordComeFromTheUrlOrTheProperties() throws SQLException {
    Properties info = new Properties();
    info.setProperty("user", "beside");
    info.setProperty("password", "p");
    assertThat(PostgresUrl.parse("jdbc:postgresql://pg1/shop", info).user()).isEqualTo("beside");
    assertThat(PostgresUrl.parse("jdbc:postgresql://pg1/shop?user=within", info).user())
        .isEqualTo("within");
  }

  @Test
  void everyOtherParameterReachesPgjdbcAsItIsExceptThoseThatChooseAHost() throws SQLException {
    Target target =
        parse(
            "jdbc:postgresql://pg1/shop?ssl=false&socketTimeout=7&ApplicationName=a%26b"
                + "&targetServerType=preferSecondary&loadBalanceHosts=true&hostRecheckSeconds=3"
                + "&swivel.failoverTimeout=5s");
    assertThat(target.properties())
        .containsEntry("ssl", "false")
        .containsEntry("socketTimeout", "7")
        .containsEntry("ApplicationName", "a&b")
        .containsEntry("swivel.failoverTimeout", "5s")
        .containsEntry("swivel.readOnly", "true")
        .doesNotContainKeys("targetServerType", "loadBalanceHosts", "hostRecheckSeconds", "PGHOST");
  }

  @Test
  void aDroppedParameterIsToldOnceHoweverOftenTheUrlIsParsed() throws SQLException {
    Logger logger = (Logger) LoggerFactory.getLogger(PostgresUrl.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      for (int i = 0; i < 3; i++) {
        parse("jdbc:postgresql://h/d?loadBalanceHosts=true");
      }
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    assertThat(log.list).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void secondaryMeansReadOnlyWithoutTheWriterAndAnOptionOfOursWins() throws SQLException {
    assertThat(parse("jdbc:postgresql://h/d?targetServerType=secondary").properties())
        .containsEntry("swivel.readOnly", "true")
        .containsEntry("swivel.readFallback", "fail");
    assertThat(
            parse("jdbc:postgresql://h/d?targetServerType=secondary&swivel.readFallback=writer")
                .properties())
        .containsEntry("swivel.readFallback", "writer");
    assertThat(parse("jdbc:postgresql://h/d?targetServerType=primary").properties())
        .doesNotContainKey("swivel.readOnly");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://pg1:0/shop                               | 08001 | port '0' of host pg1:0 is out of range; allowed is 1 to 65535
          postgresql://pg1:70000/shop                           | 08001 | allowed is 1 to 65535
          postgresql://pg1:abc/shop                             | 08001 | port 'abc'
          postgresql://,/shop                                   | 08001 | has an empty entry
          postgresql://pg1,,pg2/shop                            | 08001 | has an empty entry
          postgresql://pg1                                      | 08001 | the form is jdbc:swivel:postgresql://host
          postgresql://h/d?targetServerType=leader              | 22023 | targetServerType=leader is not one of
          postgresql://h/d?swivel.failoverTimout=3s             | 22023 | did you mean swivel.failoverTimeout?
          postgresql://h/d?swivel.failoverTimeout=30            | 22023 | has no unit; write 30s or 30ms
          postgresql://h/d?swivel.failoverTimeout=2h            | 22023 | is out of range
          postgresql://h/d?swivel.readFallback=writr            | 22023 | did you mean writer?
          postgresql://shop:s3cret@pg1/shop                     | 08001 | ?user=…&password=…
          postgresql://shop:s3cret@127.0.0.1:1/shop             | 08001 | ?user=…&password=…
          postgresql://shop:s3/s3cret@127.0.0.1:1/shop          | 08001 | ?user=…&password=…
          postgresql://pg1?password=a:s3cret/c                  | 08001 | the form is jdbc:swivel:postgresql://host
          postgresql://h/d?targetServerType=a%0As3cre           | 22023 | targetServerType=a s3cre is not one of
          postgresql://h/d?swivel.detection=1%0As               | 22023 | swivel.detection=1 s is not a time
          postgresq://h/d                                       | 08001 | did you mean jdbc:swivel:postgresql:
          oracle:thin:@h                                        | 08001 | no engine for the database kind 'oracle'
          """)
  void badInputIsToldInOneSentence(String url, String state, String part) {
    Thrown thrown =
        Thrown.by(() -> DriverManager.getConnection("jdbc:swivel:" + url, "shop", "s3cret"))
            .withState(state)
            .saying(part);
    assertThat(thrown.exception().getMessage()).doesNotContain("s3cret").doesNotContain("\n");
  }

  @Test
  void theDriverAcceptsItsOwnUrlsAndNothingElse() {
    SwivelDriver driver = new SwivelDriver();
    assertThat(driver.acceptsURL("jdbc:swivel:postgresql://pg1/shop")).isTrue();
    assertThat(driver.acceptsURL("jdbc:postgresql://pg1/shop")).isFalse();
    assertThat(driver.acceptsURL("jdbc:swivel:mysql://pg1/shop")).isFalse();
    assertThat(driver.acceptsURL(null)).isFalse();
  }

  @Test
  void theOptionsAreListedForTools() throws SQLException {
    DriverPropertyInfo[] options =
        new SwivelDriver()
            .getPropertyInfo("jdbc:swivel:postgresql://h/d?swivel.readOnly=true", null);
    DriverPropertyInfo readOnly =
        Arrays.stream(options)
            .filter(o -> o.name.equals("swivel.readOnly"))
            .findFirst()
            .orElseThrow();
    assertThat(readOnly.value).isEqualTo("true");
    assertThat(readOnly.choices).containsExactly("true", "false");
    assertThat(options).allSatisfy(option -> assertThat(option.description).isNotBlank());
  }
}
