package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.bus.Request;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract of the product itself, against the requests of all its domains. */
class BuildContractTest {
  @Test
  void everyOperationFitsTheBuild() throws ReflectiveOperationException {
    Map<String, Request<?, ?>> catalogue = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("com.mas")) {
      if (type.getSimpleName().endsWith("Contract") && type.tryGetField("REQUESTS").isPresent()) {
        for (Object each : (List<?>) type.reflect().getField("REQUESTS").get(null)) {
          Request<?, ?> request = (Request<?, ?>) each;
          catalogue.put(request.address(), request);
        }
      }
    }
    assertFalse(Contract.load(catalogue).operations().isEmpty());
  }
}
