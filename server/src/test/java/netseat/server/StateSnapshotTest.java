package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class StateSnapshotTest {
    private static StateSnapshot of(String json) {
        return new StateSnapshot(new JsonObject(json.replace('\'', '"')));
    }

    private static String since(String before, String now) {
        return of(now).since(of(before)).map(json -> json.replace('"', '\'')).orElse("nothing");
    }

    @Test
    void onlyWhatIsDifferentIsTold() {
        String before = "{'links': 1, 'name': 'n', 'seats': [{'name': 'a', 'vm': null}, {'name': 'b', 'vm': 'x'}]}";
        assertThat(since(before, before)).isEqualTo("nothing");
        assertThat(since(before, before.replace("'links': 1", "'links': 2"))).isEqualTo("{'set':{'links':2}}");
        assertThat(since(before, before.replace("'vm': null", "'vm': 'x'")))
                .isEqualTo("{'put':{'seats':[{'name':'a','vm':'x'}]}}");
        assertThat(since(before, "{'links': 1, 'name': 'n', 'seats': [{'name': 'b', 'vm': 'x'}, {'name': 'c'}]}"))
                .isEqualTo("{'put':{'seats':[{'name':'c'}]},'gone':{'seats':['a']}}");
        assertThat(since("{'seats': [{'name': 'a'}]}", "{'seats': []}")).isEqualTo("{'gone':{'seats':['a']}}");
        assertThat(since("{'seats': []}", "{'seats': [{'name': 'a'}]}")).isEqualTo("{'put':{'seats':[{'name':'a'}]}}");
    }

    @Test
    void thingsAreToldApartByTheirIdentifierIfTheyHaveOne() {
        assertThat(since(
                        "{'d': [{'id': '1', 'name': 'x'}]}",
                        "{'d': [{'id': '1', 'name': 'y'}, {'id': '2', 'name': 'y'}]}"))
                .isEqualTo("{'put':{'d':[{'id':'1','name':'y'},{'id':'2','name':'y'}]}}");
    }

    @Test
    void aListOfNoThingsIsOneValue() {
        assertThat(since("{'l': [1, 2]}", "{'l': [1, 3]}")).isEqualTo("{'set':{'l':[1,3]}}");
        assertThat(since("{'l': [{'name': 'a'}, {'name': 'a', 'x': 1}]}", "{'l': [{'name': 'a'}, {'name': 'a'}]}"))
                .as("two of one name")
                .isEqualTo("{'set':{'l':[{'name':'a'},{'name':'a'}]}}");
    }
}
