// One surface with its light worked out here, at the corners of triangles, down to what the screen shows of it: all
// that a processor has time for.
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec4 surface, answer, baked; in vec3 grain;
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix, p3d_ViewMatrixInverse;
uniform vec4 p3d_ColorScale;
#if HAZE
uniform vec3 haze_colour; uniform float haze_per_m;
#endif
#if LAMPS > 0
uniform vec3 lamp_at[LAMPS], lamp_light[LAMPS];
#endif
#if SHADOW > 0
uniform mat4 sun_near; uniform float sun_offset_m; out vec3 sun_at, sunny;
#endif
#if BEND
uniform float wind, now_s;
#endif
out vec4 shade;  // in the sun's shadow, where there is one: red, green, blue and opacity
#if GRAIN
out vec4 along;  // its place in the grain, and how much of it the haze leaves
#endif
#if WINDOWS
in vec4 window; in vec3 glass; out vec2 across_up; flat out vec2 share; flat out vec3 pane;
out vec3 frame, mirrored; out vec3 through;
#endif

void main() {
  vec4 vertex = p3d_Vertex;
  vec3 facing = p3d_Normal;
#if JOINTS
  skinned(vertex.xyz, facing);
#endif
#if BEND
  vec3 rooted = (p3d_ModelMatrix * vertex).xyz;
  float slow = sin(1.3 * now_s + dot(rooted.xz, vec2(0.31, 0.27))), quick = sin(3.1 * now_s + dot(rooted, vec3(1.7, 0.9, -1.1)));
  vertex.xz += wind * answer.w * (vec2(0.8, 0.45) * slow + vec2(-0.2, 0.3) * quick);
#endif
  gl_Position = p3d_ModelViewProjectionMatrix * vertex;
  vec3 at = (p3d_ModelMatrix * vertex).xyz, away = at - p3d_ViewMatrixInverse[3].xyz;
  vec3 n = normalize(mat3(p3d_ModelMatrix) * facing);
  vec4 colour = surface * p3d_ColorScale;
  vec3 open = ambient(n), light = open * baked.a + baked.rgb * fixed_light;
  vec3 gleam = vec3(0.0), matt = colour.rgb, v = -normalize(away);
#if GLASS
  // What is mirrored hides what is behind, and is not thinned by how much the glass lets through.
  gleam = sent_back(mix(vec3(0.04), colour.rgb, answer.y), answer.x, max(dot(n, v), 0.0)) * ambient(reflect(-v, n))
        * min(luminance(light) / max(luminance(open), 0.02), 1.0);
  float hides = max(colour.a + (1.0 - colour.a) * min(luminance(gleam), 1.0), 0.001);
  matt *= (1.0 - answer.y) * colour.a / hides;
  gleam /= hides;
  colour.a = hides;
#endif
  light += answer.z;
#if LAMPS > 0
  for (int i = 0; i < LAMPS; i++) {
    vec3 to = lamp_at[i] - at;
    float square = dot(to, to);
    light += lamp_light[i] * max(dot(n, to) * inversesqrt(square), 0.0) / max(square, 0.04);
  }
#endif
  vec3 sun = sun_light * max(dot(n, sun_towards), 0.0), haze = vec3(0.0);
  float stays = 1.0;
#if HAZE
  stays = exp2(-1.442695 * haze_per_m * length(away));
  haze = haze_colour * (1.0 - stays);
#endif
#if SHADOW > 0
  sunny = toned((matt * (light + sun) + gleam) * stays + haze);
  sun_at = (sun_near * vec4(at + n * sun_offset_m, 1.0)).xyz;
#else
  light += sun;
#endif
  shade = vec4(toned((matt * light + gleam) * stays + haze), colour.a);
#if GRAIN
  along = vec4(grain, stays);
#endif
#if WINDOWS
  across_up = window.xy; share = window.zw; pane = glass;
  float grazing = 1.0 - max(dot(n, v), 0.0), square = grazing * grazing, sent = 0.07 + 0.93 * square * square * grazing;
  vec3 mirror = reflect(-v, n), sky = mix(horizon, zenith, sqrt(clamp(mirror.y, 0.0, 1.0)));
  mirrored = mix(0.4 * (ground_light + below), sky, smoothstep(-0.06, 0.22, mirror.y)) * (sent * stays) + haze;
  through = colour.rgb * light * stays;
  frame = toned(mix(colour.rgb, vec3(0.5), 0.5) * light * stays + haze);
#endif
}
