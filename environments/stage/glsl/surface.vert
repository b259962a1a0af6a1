// One surface where light is worked out at each pixel.
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec4 surface, answer, baked; in vec3 grain;
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix, p3d_ViewMatrixInverse;
uniform vec4 p3d_ColorScale;
out vec4 colour; out vec3 sight, along;
out vec4 fixed_here; out vec3 finish, normal;
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
  normal = n;
#if LAMPS > 0
  place = at;
#endif
#if SHADOW > 0
  sun_close = (sun_near * vec4(at + n * sun_offset_m, 1.0)).xyz;
  sun_wide = (sun_far * vec4(at + n * sun_offset_far_m, 1.0)).xyz;
#endif
  fixed_here = vec4(baked.rgb * fixed_light, baked.a); finish = answer.xyz;
}
