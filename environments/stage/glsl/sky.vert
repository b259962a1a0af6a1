in vec4 p3d_Vertex; uniform mat4 p3d_ProjectionMatrix, p3d_ViewMatrix; out vec3 towards;
void main() {
  towards = p3d_Vertex.xyz;
  vec4 at = p3d_ProjectionMatrix * vec4(mat3(p3d_ViewMatrix) * p3d_Vertex.xyz, 1.0);
  gl_Position = vec4(at.xy, at.w * 0.999999, at.w);  // behind everything
}
