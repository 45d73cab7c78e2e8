package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GtidSetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:1-5 | a:1-5 | true",
        "a:1-5 | a:2-3:5 | true",
        "a:1-5 | '' | true",
        "'' | a:1 | false",
        "a:1-5 | a:1-6 | false",
        "a:1-3:5-7 | a:3-5 | false",
        "a:1-3:5-7 | a:6:1 | true",
        "a:1-5,b:1 | b:1 | true",
        "a:1-5 | b:1 | false",
        "a:1-5 | A:1-2 | true",
        "a:1-5 | a:tag:1 | false",
        "a:1-5:tag:1-2 | a:tag:2 | true",
        "a:1-5:tag:1-2 | a:3 | true",
        "a:1-5:tag:1-2 | a:tag:3 | false"
      })
  void contains_what_is_in_it(String set, String other, boolean contained) {
    assertThat(GtidSet.parse(set).contains(GtidSet.parse(other))).isEqualTo(contained);
  }

  @Test
  void is_read_as_the_server_shows_it() {
    GtidSet set =
        GtidSet.parse(
            "4a8307d2-e9f0-11f1-8cc5-02fc00000001:1-3:7,\n"
                + "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:1:mine:1-2");

    assertThat(set)
        .hasToString(
            "4a8307d2-e9f0-11f1-8cc5-02fc00000001:1-3:7,"
                + "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:1,"
                + "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:mine:1-2");
    assertThat(set.writers())
        .containsExactlyInAnyOrder(
            "4a8307d2-e9f0-11f1-8cc5-02fc00000001", "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b has what a has, and wrote more               | a:1-5,b:1 | a:1-5 | true",
        "they have the same                             | a:1-5     | a:1-5 | false",
        "a wrote that, and is about to commit it        | a:1-6     | a:1-5 | false",
        "a has what b has not                           | a:1-5,b:1 | a:1-6 | false",
        "b wrote more under a tag                       | a:1-5:b:1 | a:1-5 | false",
        "b has more of a former writer                  | c:1-5,a:1 | c:1-4,a:1 | true"
      })
  void b_succeeds_a(String why, String before, String later, boolean proved) {
    GtidPosition b = new GtidPosition("b", GtidSet.parse(before));
    GtidPosition a = new GtidPosition("a", GtidSet.parse(later));

    assertThat(b.succeeds(a)).as(why).isEqualTo(proved);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the reader is behind                           | c:1-4     | c:1-5,a:1-3 | false",
        "it has what the writer is about to commit      | c:1-5,a:1-4 | c:1-5,a:1-3 | false",
        "it has what a former writer had not sent on    | c:1-6,a:1 | c:1-5,a:1-3 | true",
        "it has written something for itself            | c:1-5,b:1 | c:1-5,a:1-3 | false",
        "it was a writer once, and lost its last words  | c:1-5,b:1-4 | c:1-5,b:1-3,a:1 | true"
      })
  void a_reader_b_contradicts_its_writer_a(
      String why, String before, String later, boolean proved) {
    GtidPosition b = new GtidPosition("b", GtidSet.parse(before));
    GtidPosition a = new GtidPosition("a", GtidSet.parse(later));

    assertThat(b.contradicts(a)).as(why).isEqualTo(proved);
  }

  @Test
  void the_state_of_a_binary_log_of_mariadb_has_the_last_number_of_each_server() {
    GtidPosition promoted = new GtidPosition("2", MariadbReplication.state("0-1-100,0-2-103"));
    GtidPosition old = new GtidPosition("1", MariadbReplication.state("0-1-100"));
    GtidPosition wentOn = new GtidPosition("1", MariadbReplication.state("0-1-105"));

    assertThat(promoted.succeeds(old)).isTrue();
    assertThat(old.succeeds(promoted)).isFalse();
    assertThat(promoted.succeeds(wentOn)).isFalse();
    assertThat(wentOn.succeeds(promoted)).isFalse();
    assertThat(wentOn.contradicts(promoted)).as("as a reader it shows what was lost").isTrue();
    assertThat(MariadbReplication.state("").isEmpty()).isTrue();
  }
}
