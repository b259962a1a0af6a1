// One surface: its place, and, where detail is not wanted, its light.
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec4 surface, answer, baked; in vec3 grain;
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix, p3d_ViewMatrixInverse;
uniform vec4 p3d_ColorScale;
out vec4 colour; out vec3 sight, along;
#if DETAIL
out vec4 fixed_here; out vec3 finish;
#else
out vec3 even_light, sun_here, gleam;
#endif
#if DETAIL || WINDOWS || LAMPS > 0
out vec3 normal;
#endif
#if LAMPS > 0
out vec3 place;
#endif
#if WINDOWS
in vec4 window; in vec3 glass; out vec2 across_up; flat out vec2 share; flat out vec3 pane;
#endif
#if SHADOW > 0
uniform mat4 sun_near, sun_far; uniform float sun_offset_m, sun_offset_far_m; out vec3 sun_close, sun_wide;
#endif
#if BEND
uniform float wind, now_s;
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
  vec3 at = (p3d_ModelMatrix * vertex).xyz;
  sight = at - p3d_ViewMatrixInverse[3].xyz;
  vec3 n = normalize(mat3(p3d_ModelMatrix) * facing);
  colour = surface * p3d_ColorScale;
  along = grain;
#if WINDOWS
  across_up = window.xy; share = window.zw; pane = glass;
#endif
#if DETAIL || WINDOWS || LAMPS > 0
  normal = n;
#endif
#if LAMPS > 0
  place = at;
#endif
#if SHADOW > 0
  sun_close = (sun_near * vec4(at + n * sun_offset_m, 1.0)).xyz;
  sun_wide = (sun_far * vec4(at + n * sun_offset_far_m, 1.0)).xyz;
#endif
#if DETAIL
  fixed_here = vec4(baked.rgb * fixed_light, baked.a); finish = answer.xyz;
#else
  float rough = answer.x, metal = answer.y;
  vec3 v = -normalize(sight), open = ambient(n);
  even_light = open * baked.a + baked.rgb * fixed_light;
  float seen = min(luminance(even_light) / max(luminance(open), 0.02), 1.0);
  gleam = sent_back(mix(vec3(0.04), colour.rgb, metal), rough, max(dot(n, v), 0.0)) * seen * ambient(reflect(-v, n));
  even_light = even_light * (1.0 - metal) + answer.z;
  sun_here = sun_light * max(dot(n, sun_towards), 0.0) * (1.0 - metal);
#endif
}
