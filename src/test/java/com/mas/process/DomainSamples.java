package com.mas.process;

import com.mas.boot.Modules;
import com.mas.process.Api.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says of one domain what the tests over all operations cannot see in its contract. {@code XSamples} beside the tests
 * of a domain is found by the name of its {@code XModule}; a domain that has nothing to say has none.
 */
public interface DomainSamples {
  /** Returns members of bodies, as {@code operation/member}, of which the contract wants one or the other in words. */
  default Set<String> leftOut() {
    return Set.of();
  }

  /** Returns beginnings of paths whose ids belong to no tenant, such as those of a provider. */
  default Set<String> shared() {
    return Set.of();
  }

  /** Returns operations whose paths name ids that belong to no person. */
  default Set<String> notPersonal() {
    return Set.of();
  }

  /** Returns operations that are allowed before a temporary password is changed. */
  default Set<String> forTemporaryPasswords() {
    return Set.of();
  }

  /** Returns operations after which what others need is over; they are asked last. */
  default Set<String> last() {
    return Set.of();
  }

  /**
   * Makes what the operations of this domain need.
   *
   * @param token of a person who may do everything
   */
  default void prepare(Api api, String token, Samples samples) throws IOException {}

  /** Learns from an answer, or restores what the operation took away. */
  default void after(ContractOperation operation, Reply reply, Api api, String token, Samples samples)
      throws IOException {}

  /** Makes a thing of a person for each operation whose path names such a thing. */
  default void own(Belongings things) throws Exception {}

  /** Returns those of all domains, in the order of the modules. */
  static List<DomainSamples> all() {
    return Modules.DOMAINS.stream().map(module -> of(module.getClass())).filter(Objects::nonNull).toList();
  }

  /** Joins what every domain says of one thing. */
  static Set<String> all(Function<DomainSamples, Set<String>> said) {
    return all().stream().flatMap(each -> said.apply(each).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static DomainSamples of(Class<?> module) {
    try {
      var constructor = Class.forName(module.getName().replaceFirst("Module$", "Samples")).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (DomainSamples) constructor.newInstance();
    } catch (ClassNotFoundException none) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the samples of " + module.getSimpleName() + " cannot be made", e);
    }
  }
}
