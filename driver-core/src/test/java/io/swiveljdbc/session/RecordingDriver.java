package io.swiveljdbc.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target driver whose objects write down what they are called for. */
final class RecordingDriver implements InvocationHandler {

  /** One call; equal when the method is the same and so are the arguments, arrays by content. */
  record Call(String method, List<Class<?>> types, List<Object> arguments) {

    static Call of(Method method, Object @Nullable [] arguments) {
      return new Call(
          method.getName(),
          List.of(method.getParameterTypes()),
          arguments == null ? List.of() : Arrays.asList(arguments));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Call call
          && method.equals(call.method)
          && types.equals(call.types)
          && Arrays.deepEquals(arguments.toArray(), call.arguments.toArray());
    }

    @Override
    public int hashCode() {
      return method.hashCode();
    }

    @Override
    public String toString() {
      return method + arguments;
    }
  }

  final List<Call> calls = new ArrayList<>();
  private final IdentityHashMap<Object, Object> wrappers = new IdentityHashMap<>();
  @Nullable Object answer;
  @Nullable SQLException error;
  @Nullable SQLException unreachable;

  /** An object of this driver. */
  <T> T object(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, this));
  }

  /** The same, unless the driver cannot be reached, as {@link JdbcObject#delegate} has it. */
  <T> T reach(Class<T> type) throws SQLException {
    if (unreachable != null) {
      throw unreachable;
    }
    return object(type);
  }

  <T> T wrap(Class<T> type, T target) {
    Object wrapper = Sample.of(type, 1);
    wrappers.put(target, wrapper);
    return type.cast(wrapper);
  }

  /** What {@link #wrap} made of it; itself if it was never wrapped. */
  @Nullable Object wrapped(@Nullable Object target) {
    return wrappers.getOrDefault(target, target);
  }

  static SQLException translate(SQLException error) {
    return new SQLException("translated", error);
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object[] arguments)
      throws SQLException {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> self == arguments[0];
        case "hashCode" -> System.identityHashCode(self);
        default -> "an object of the driver";
      };
    }
    calls.add(Call.of(method, arguments));
    if (error != null) {
      throw error;
    }
    return answer;
  }
}
