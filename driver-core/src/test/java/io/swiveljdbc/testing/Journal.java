package io.swiveljdbc.testing;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes down, on the thread that asks for it, what the objects of the target driver are called
 * for, and answers in their place.
 */
public final class Journal {

  private static final ThreadLocal<Journal> CURRENT = new ThreadLocal<>();

  /** One call on an object of this type; the arguments are those that came, not copies. */
  public record Call(Class<?> on, String method, List<Class<?>> types, List<Object> arguments) {

    /** The same method with the same arguments, arrays by content. */
    public boolean is(Method other, Object[] others) {
      return method.equals(other.getName())
          && types.equals(List.of(other.getParameterTypes()))
          && Arrays.deepEquals(arguments.toArray(), others);
    }

    @Override
    public String toString() {
      return method + arguments;
    }
  }

  private final List<Call> calls = new ArrayList<>();
  private Predicate<String> answered = method -> false;
  private Object answer;
  private SQLException error;

  /** Begins a journal on this thread. */
  public static Journal begin() {
    Journal journal = new Journal();
    CURRENT.set(journal);
    return journal;
  }

  /** Ends the journal of this thread. */
  public static void end() {
    CURRENT.remove();
  }

  static Optional<Journal> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** From now on this method gives this answer. */
  public void answer(String method, Object with) {
    answered = method::equals;
    answer = with;
  }

  /** From now on this method fails. */
  public void fail(String method, SQLException with) {
    answered = method::equals;
    error = with;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The names of the methods called. */
  public List<String> methods() {
    return calls.stream().map(Call::method).toList();
  }

  public void clear() {
    calls.clear();
  }

  void write(Class<?> on, Method method, Object[] arguments) throws SQLException {
    List<Object> given = arguments == null ? List.of() : Arrays.asList(arguments);
    calls.add(new Call(on, method.getName(), List.of(method.getParameterTypes()), given));
    if (error != null && answered.test(method.getName())) {
      throw error;
    }
  }

  boolean answers(Method method) {
    return answered.test(method.getName());
  }

  Object answer() {
    return answer;
  }
}
