package netseat.openid;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a provider says, and what a browser brings from it: whatever it is, it is understood or refused, and nothing else. */
class OpenIdFuzzTest {
    private static final URI BACK = URI.create("https://desk.example/login/openid/back");

    @FuzzTest(maxExecutions = 5000)
    void whateverAProviderSays(byte[] said) {
        if (said.length == 0) {
            return;
        }
        int kind = said[said.length - 1] & 3;
        String text = new String(said, 0, said.length - 1, StandardCharsets.UTF_8);
        HTTPResponse answer = new HTTPResponse(HTTPResponse.SC_OK);
        answer.setHeader("Content-Type", "application/json");
        answer.setBody(text);
        try {
            switch (kind) {
                case 0 -> Provider.parse(text);
                case 1 -> OpenIdClient.answer(BACK, text);
                case 2 -> OpenIdClient.tokenAnswer(answer);
                default -> {
                    Map<String, Object> claims = Claims.userInfo(answer, "vera");
                    Claims.groups(claims, "realm.groups");
                }
            }
        } catch (OpenIdException e) {
            return; // refused
        }
    }
}
