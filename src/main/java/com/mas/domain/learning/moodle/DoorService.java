package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleContract.CoursesOf;
import com.mas.domain.learning.moodle.MoodleContract.FromMoodle;
import com.mas.domain.learning.moodle.MoodleContract.PeopleOf;
import com.mas.domain.learning.moodle.MoodleContract.ProfilesOf;
import com.mas.sources.UnreadableAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks Moodle for administrators, with the service account's token, and answers in Moodle's own words. */
final class DoorService {
  private static final int USUAL_LIMIT = 50;

  private final MoodleClient client;

  DoorService(MoodleClient client) {
    this.client = client;
  }

  FromMoodle siteInfo() {
    return ask("core_webservice_get_site_info", Map.of());
  }

  FromMoodle coursesOf(CoursesOf ask) {
    return ask("core_enrol_get_users_courses", Map.of("userid", String.valueOf(ask.userId()), "returnusercount", "0"));
  }

  FromMoodle peopleOf(PeopleOf ask) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("courseid", String.valueOf(ask.courseId()));
    parameters.put("options[0][name]", "limitfrom");
    parameters.put("options[0][value]", String.valueOf(ask.offset() == null ? 0 : ask.offset()));
    parameters.put("options[1][name]", "limitnumber");
    parameters.put("options[1][value]", String.valueOf(ask.limit() == null ? USUAL_LIMIT : ask.limit()));
    return ask("core_enrol_get_enrolled_users", parameters);
  }

  FromMoodle profilesOf(ProfilesOf ask) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int i = 0;
    for (Long user : ask.userIds()) {
      parameters.put("userlist[" + i + "][userid]", String.valueOf(user));
      parameters.put("userlist[" + i++ + "][courseid]", String.valueOf(ask.courseId()));
    }
    return ask("core_user_get_course_user_profiles", parameters);
  }

  FromMoodle courses() {
    return ask("core_course_get_courses", Map.of());
  }

  FromMoodle categories() {
    return ask("core_course_get_categories", Map.of());
  }

  private FromMoodle ask(String function, Map<String, String> parameters) {
    try {
      JsonNode answer = client.read(function, parameters);
      return new FromMoodle(answer);
    } catch (Refused e) {
      throw e.failure();
    } catch (UnreadableAnswer e) {
      throw MoodleContract.MOODLE_UNREADABLE.with(e.getMessage());
    }
  }
}
