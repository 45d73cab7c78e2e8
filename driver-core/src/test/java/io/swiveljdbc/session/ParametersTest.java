package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.swiveljdbc.session.RecordingDriver.Call;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  private final Parameters parameters = new Parameters();

  @Test
  void are_set_again_in_the_order_of_their_index_without_the_gaps() throws Exception {
    parameters.setString(30, "thirty");
    parameters.setInt(2, 2);
    parameters.setDouble(17, 1.5);

    assertThat(replayed())
        .containsExactly("setInt[2, 2]", "setDouble[17, 1.5]", "setString[30, thirty]");
  }

  @Test
  void keep_the_last_value_of_an_index_whatever_its_setter() throws Exception {
    parameters.setObject(1, "text", JDBCType.VARCHAR, 3);
    parameters.setInt(1, 42);
    parameters.setObject(2, "text", JDBCType.VARCHAR, 3);
    parameters.setNull(2, Types.DATE);

    assertThat(replayed()).containsExactly("setInt[1, 42]", "setNull[2, 91]");
  }

  @Test
  void keep_both_numbers_beside_an_object() throws Exception {
    parameters.setObject(1, "1.5", Types.DECIMAL, -1);
    parameters.setObject(2, "1.5", Integer.MIN_VALUE, Integer.MAX_VALUE);

    assertThat(replayed())
        .containsExactly("setObject[1, 1.5, 3, -1]", "setObject[2, 1.5, -2147483648, 2147483647]");
  }

  @Test
  void keep_the_edges_of_numbers() throws Exception {
    parameters.setFloat(1, Float.NaN);
    parameters.setDouble(2, -0.0);
    parameters.setLong(3, Long.MIN_VALUE);
    parameters.setByte(4, Byte.MIN_VALUE);
    parameters.setBoolean(5, false);

    assertThat(replayed())
        .containsExactly(
            "setFloat[1, NaN]",
            "setDouble[2, -0.0]",
            "setLong[3, -9223372036854775808]",
            "setByte[4, -128]",
            "setBoolean[5, false]");
  }

  @Test
  void keep_null() throws Exception {
    parameters.setString(1, null);
    parameters.setTimestamp(2, null, null);
    parameters.setBinaryStream(3, (InputStream) null);

    for (int i = 0; i < 2; i++) {
      assertThat(replayed())
          .containsExactly(
              "setString[1, null]", "setTimestamp[2, null, null]", "setBinaryStream[3, null]");
    }
  }

  @Test
  @SuppressWarnings("JavaUtilDate")
  void keep_values_as_they_were_when_set() throws Exception {
    byte[] bytes = {1};
    Integer[] array = {1};
    Timestamp timestamp = new Timestamp(1000);
    Calendar calendar = new GregorianCalendar(2026, Calendar.NOVEMBER, 26);
    parameters.setBytes(1, bytes);
    parameters.setObject(2, bytes);
    parameters.setObject(3, array, Types.ARRAY);
    parameters.setObject(4, timestamp);
    parameters.setObject(5, calendar);
    parameters.setTimestamp(6, timestamp, calendar);
    bytes[0] = 9;
    array[0] = 9;
    timestamp.setTime(0);
    calendar.setTimeInMillis(0);

    List<Call> calls = applied(parameters);

    Calendar asSet = new GregorianCalendar(2026, Calendar.NOVEMBER, 26);
    assertThat(calls.get(0).arguments().get(1)).isEqualTo(new byte[] {1});
    assertThat(calls.get(1).arguments().get(1)).isEqualTo(new byte[] {1});
    assertThat(calls.get(2).arguments().get(1)).isEqualTo(new Integer[] {1});
    assertThat(calls.get(3).arguments().get(1)).isEqualTo(new Timestamp(1000));
    assertThat(calls.get(4).arguments().get(1)).isEqualTo(asSet);
    assertThat(calls.get(5).arguments()).containsExactly(6, new Timestamp(1000), asSet);
  }

  @Test
  void give_a_stream_out_once() throws Exception {
    parameters.setInt(1, 1);
    parameters.setCharacterStream(3, new StringReader("text"));
    assertThat(replayed()).hasSize(2);

    assertThatThrownBy(this::replayed)
        .isInstanceOf(SQLException.class)
        .hasMessage("parameter 3 was set from a stream that has been read already; set it again")
        .hasFieldOrPropertyWithValue("SQLState", "HY000");

    parameters.setCharacterStream(3, new StringReader("text"));
    assertThat(replayed()).hasSize(2);
  }

  @Test
  void know_a_stream_that_was_set_as_an_object_or_passed_on() throws Exception {
    parameters.setObject(1, new ByteArrayInputStream(new byte[1]));
    parameters.passedOn(1);

    assertThatThrownBy(this::replayed).hasMessageStartingWith("parameter 1 was set from a stream");
  }

  @Test
  void share_with_their_copy_that_a_stream_was_read() throws Exception {
    parameters.setBinaryStream(1, new ByteArrayInputStream(new byte[1]));
    applied(parameters.copy());

    assertThatThrownBy(this::replayed).hasMessageStartingWith("parameter 1 was set from a stream");
  }

  @Test
  void do_not_change_with_their_copy_nor_it_with_them() throws Exception {
    parameters.setInt(1, 1);
    parameters.setString(2, "a");
    Parameters copy = parameters.copy();
    parameters.setInt(1, 2);
    parameters.setString(2, "b");
    parameters.setInt(3, 3);
    Parameters copyOfCopy = copy.copy();
    copyOfCopy.setInt(9, 9);
    copyOfCopy.setString(1, "c");

    assertThat(replayed()).containsExactly("setInt[1, 2]", "setString[2, b]", "setInt[3, 3]");
    assertThat(applied(copy))
        .extracting(Call::toString)
        .containsExactly("setInt[1, 1]", "setString[2, a]");
    assertThat(applied(copyOfCopy))
        .extracting(Call::toString)
        .containsExactly("setString[1, c]", "setString[2, a]", "setInt[9, 9]");
  }

  @Test
  void do_not_share_what_comes_beside_a_value_with_their_copy() throws Exception {
    parameters.setObject(1, "a", JDBCType.VARCHAR);
    Parameters copy = parameters.copy();
    parameters.setObject(1, "a", JDBCType.CHAR);

    assertThat(applied(copy))
        .extracting(Call::toString)
        .containsExactly("setObject[1, a, VARCHAR]");
    assertThat(replayed()).containsExactly("setObject[1, a, CHAR]");
  }

  @Test
  void are_empty_before_and_after() throws Exception {
    assertThat(parameters.isEmpty()).isTrue();
    assertThat(parameters.copy().isEmpty()).isTrue();
    parameters.setString(9, "a");
    parameters.setDate(10, null, new GregorianCalendar());
    assertThat(parameters.isEmpty()).isFalse();

    parameters.clear();

    assertThat(parameters.isEmpty()).isTrue();
    assertThat(replayed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, ParameterSlots.MAX_INDEX + 1})
  void refuse_an_index_that_no_statement_has(int index) throws Exception {
    assertThatThrownBy(() -> parameters.setInt(index, 1))
        .isInstanceOf(SQLException.class)
        .hasMessage("no statement has a parameter " + index)
        .hasFieldOrPropertyWithValue("SQLState", "07009");

    assertThat(parameters.isEmpty()).isTrue();
  }

  @Test
  void have_room_for_every_index_that_a_statement_may_have() throws Exception {
    parameters.setInt(ParameterSlots.MAX_INDEX, 1);

    assertThat(replayed()).hasSize(1);
  }

  @Test
  void allocate_nothing_for_primitives_once_there_is_room() throws Exception {
    parameters.setString(20, "makes room for objects too");
    setPrimitives(20_000); // compiled or not, from here on no array grows
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();

    long before = threads.getThreadAllocatedBytes(thread);
    setPrimitives(20_000);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(allocated).as("bytes in 140,000 calls").isLessThan(20_000);
  }

  private void setPrimitives(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      parameters.setInt(1, i);
      parameters.setLong(2, i);
      parameters.setDouble(3, i);
      parameters.setFloat(4, i);
      parameters.setShort(5, (short) i);
      parameters.setByte(6, (byte) i);
      parameters.setBoolean(7, true);
    }
  }

  private List<String> replayed() throws SQLException {
    return applied(parameters).stream().map(Call::toString).toList();
  }

  private static List<Call> applied(Parameters parameters) throws SQLException {
    RecordingDriver driver = new RecordingDriver();
    parameters.applyTo(driver.object(PreparedStatement.class));
    return driver.calls;
  }
}
