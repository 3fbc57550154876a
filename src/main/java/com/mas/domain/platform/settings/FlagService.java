package com.mas.domain.platform.settings;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.platform.settings.FlagContract.ChangeFlag;
import com.mas.domain.platform.settings.FlagContract.Changed;
import com.mas.domain.platform.settings.FlagContract.FlagChange;
import com.mas.domain.platform.settings.FlagContract.FlagHistory;
import com.mas.domain.platform.settings.FlagContract.Kind;
import com.mas.domain.platform.settings.FlagContract.ListFlags;
import com.mas.domain.platform.settings.FlagContract.SystemFlag;
import com.mas.domain.platform.settings.FlagRepository.Stored;
import com.mas.domain.platform.settings.SettingsContract.ConfigEntry;
import com.mas.domain.platform.settings.SettingsContract.GetConfig;
import com.mas.domain.platform.settings.SettingsContract.SetConfig;
import com.mas.module.Flag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

final class FlagService {
  private final Bus bus;
  private final FlagRepository values;
  private final Map<String, Flag> declared;

  FlagService(Bus bus, FlagRepository values, List<Flag> declared) {
    this.bus = bus;
    this.values = values;
    this.declared = declared.stream().collect(Collectors.toUnmodifiableMap(Flag::key, Function.identity()));
  }

  Page<SystemFlag> list(Call call, ListFlags ask) {
    PageWindow window = PageWindow.of(ask);
    Map<String, Stored> stored = values.all();
    List<SystemFlag> page = declared.values().stream().sorted(Comparator.comparing(Flag::key))
        .skip(window.offset()).limit(window.limit()).map(flag -> shown(flag, stored.get(flag.key()))).toList();
    return new Page<>(page, window.limit(), window.offset(), (long) declared.size());
  }

  SystemFlag change(Call call, ChangeFlag ask) {
    Flag flag = declared(ask.key());
    flag.wrong(ask.value()).ifPresent(words -> {
      throw Failure.INVALID.with(words).errors(List.of(new FieldError("/value", words)));
    });
    return shown(flag, changed(call, ask));
  }

  Page<FlagChange> history(Call call, FlagHistory ask) {
    return values.history(declared(ask.key()).key(), PageWindow.of(ask));
  }

  private Flag declared(String key) {
    Flag flag = declared.get(key);
    if (flag == null) {
      throw FlagContract.SETTING_UNKNOWN.refusal();
    }
    return flag;
  }

  ConfigEntry get(Call call, GetConfig ask) {
    return values.find(ask.key()).map(stored -> new ConfigEntry(stored.key(), stored.value(), stored.updatedAt()))
        .orElse(new ConfigEntry(ask.key(), null, null));
  }

  ConfigEntry set(Call call, SetConfig ask) {
    Stored stored = changed(call, new ChangeFlag(ask.key(), ask.value(), null));
    return new ConfigEntry(stored.key(), stored.value(), stored.updatedAt());
  }

  private Stored changed(Call call, ChangeFlag ask) {
    Stored stored = values.set(ask, call.principal() == null ? null : call.userId(), bus.clock().instant());
    bus.publish(call, FlagContract.CHANGED, new Changed(ask.key(), ask.value()));
    return stored;
  }

  private static SystemFlag shown(Flag flag, Stored stored) {
    Kind kind = Kind.valueOf(flag.kind().name());
    return stored == null ? new SystemFlag(flag.key(), kind, flag.standard(), flag.standard(), flag.words(), null, null)
        : new SystemFlag(flag.key(), kind, stored.value(), flag.standard(), flag.words(), stored.updatedAt(),
            stored.updatedBy());
  }
}
