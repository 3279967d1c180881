/// Scripts, relations, delimiters and names.
let scriptFormulas: [GoldenFormula] = [
  GoldenFormula(
    #"\left[ \frac{a}{b} \right]_0^1"#,
    inline: #"[a/b]₀¹"#, inASCII: #"[a/b]_0^1"#,
    unicode: #"""
      ⎡a⎤¹
      ⎢─⎥
      ⎣b⎦₀
      """#,
    ascii: #"""
      [a]^1
      [-]
      [b]_0
      """#
  ),
  GoldenFormula(
    #"\left\{ x \mid \frac{x}{2} > 1 \right\}"#,
    inline: #"{x | x/2 > 1}"#, inASCII: #"{x | x/2 > 1}"#,
    unicode: #"""
      ⎧    x    ⎫
      ⎨x | ─ > 1⎬
      ⎩    2    ⎭
      """#,
    ascii: #"""
      /    x    \
      <x | - > 1>
      \    2    /
      """#
  ),
  GoldenFormula(
    #"e^{-\frac{x^2}{2\sigma^2}}"#,
    inline: #"e^(−x²/(2σ²))"#, inASCII: #"e^(-x^2/(2 sigma^2))"#,
    unicode: #"""
         x²
       − ───
         2σ²
      e
      """#,
    ascii: #"""
            x^2
       - ---------
         2 sigma^2
      e
      """#
  ),
  GoldenFormula(
    #"\frac{1}{\sqrt{2\pi\sigma^2}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}"#,
    inline: #"1/√(2πσ²) e^(−(x − μ)²/(2σ²))"#,
    inASCII: #"1/sqrt(2 pi sigma^2) e^(-(x - mu)^2/(2 sigma^2))"#,
    unicode: #"""
               (x−μ)²
             − ──────
        1       2σ²
      ───── e
       ▁▁▁▁
      √2πσ²
      """#,
    ascii: #"""
                            (x-mu)^2
                          - ---------
              1             2 sigma^2
      ------------------ e
      sqrt(2 pi sigma^2)
      """#
  ),
  GoldenFormula(
    #"-x + (-y) = -\frac{1}{2}"#,
    inline: #"−x + (−y) = −1/2"#, inASCII: #"-x + (-y) = -1/2"#,
    unicode: #"""
                    1
      −x + (−y) = − ─
                    2
      """#,
    ascii: #"""
                    1
      -x + (-y) = - -
                    2
      """#
  ),
  GoldenFormula(
    #"\left\langle \frac{a}{b}, c \right\rangle"#,
    inline: #"⟨a/b, c⟩"#, inASCII: #"<a/b, c>"#,
    unicode: #"""
      ╱a   ╲
      ⟨─, c⟩
      ╲b   ╱
      """#,
    ascii: #"""
      /a   \
      <-, c>
      \b   /
      """#
  ),
  GoldenFormula(
    #"\alpha x + 2\pi r"#,
    inline: #"αx + 2πr"#, inASCII: #"alpha x + 2 pi r"#,
    unicode: #"""
      αx + 2πr
      """#,
    ascii: #"""
      alpha x + 2 pi r
      """#
  ),
  GoldenFormula(
    #"\Gamma_{ij}^{k} \times 10^{-3}"#,
    inline: #"Γᵢⱼᵏ × 10⁻³"#, inASCII: #"Gamma_ij^k x 10^(-3)"#,
    unicode: #"""
      Γᵢⱼᵏ × 10⁻³
      """#,
    ascii: #"""
      Gamma_ij^k x 10^(-3)
      """#
  ),
  GoldenFormula(
    #"\text{权重 } w \cdot x"#,
    inline: #"权重 w · x"#, inASCII: #"权重 w * x"#,
    unicode: #"""
      权重 w · x
      """#,
    ascii: #"""
      ???? w * x
      """#
  ),
  GoldenFormula(
    #"x^{y^z}"#,
    inline: #"x^(y^z)"#, inASCII: #"x^(y^z)"#,
    unicode: #"""
        z
       y
      x
      """#,
    ascii: #"""
      x^(y^z)
      """#
  ),
  GoldenFormula(
    #"x_{i_j}"#,
    inline: #"x_(iⱼ)"#, inASCII: #"x_(i_j)"#,
    unicode: #"""
      x
       iⱼ
      """#,
    ascii: #"""
      x_(i_j)
      """#
  ),
  GoldenFormula(
    #"\sum_{i \in S} \frac{1}{i}"#,
    inline: #"Σ_(i∈S) 1/i"#, inASCII: #"sum_(i in S) 1/i"#,
    unicode: #"""
          1
       ∑  ─
      i∈S i
      """#,
    ascii: #"""
       ===   1
        >    -
       ===   i
      i in S
      """#
  ),
  GoldenFormula(
    #"\prod_{t=1}^{T} \frac{\partial h_t}{\partial h_{t-1}}"#,
    inline: #"Πₜ₌₁ᵀ ∂hₜ/∂hₜ₋₁"#, inASCII: #"prod_(t=1)^T dh_t/dh_(t-1)"#,
    unicode: #"""
       T   ∂hₜ
       ∏  ─────
      t=1 ∂hₜ₋₁
      """#,
    ascii: #"""
       T
      ===   dh_t
      | | --------
      | | dh_(t-1)
      t=1
      """#
  ),
  GoldenFormula(
    #"a \le b \ge c \ne d \approx e \to f \Rightarrow g"#,
    inline: #"a ≤ b ≥ c ≠ d ≈ e → f ⇒ g"#, inASCII: #"a <= b >= c != d ~= e -> f => g"#,
    unicode: #"""
      a ≤ b ≥ c ≠ d ≈ e → f ⇒ g
      """#,
    ascii: #"""
      a <= b >= c != d ~= e -> f => g
      """#
  ),
  GoldenFormula(
    #"\left\| \frac{x}{y} \right\|^2"#,
    inline: #"‖x/y‖²"#, inASCII: #"||x/y||^2"#,
    unicode: #"""
      ║x║²
      ║─║
      ║y║
      """#,
    ascii: #"""
      ||x||^2
      ||-||
      ||y||
      """#
  ),
  GoldenFormula(
    #"\left( \begin{matrix} a \\ b \\ c \end{matrix} \right)"#,
    inline: #"([[a], [b], [c]])"#, inASCII: #"([[a], [b], [c]])"#,
    unicode: #"""
      ⎛a⎞
      ⎜b⎟
      ⎝c⎠
      """#,
    ascii: #"""
      /a\
      |b|
      \c/
      """#
  ),
  GoldenFormula(
    #"\begin{vmatrix} a & b \\ c & d \end{vmatrix}"#,
    inline: #"|[a, b], [c, d]|"#, inASCII: #"|[a, b], [c, d]|"#,
    unicode: #"""
      │a  b│
      │    │
      │c  d│
      """#,
    ascii: #"""
      |a  b|
      |    |
      |c  d|
      """#
  ),
  GoldenFormula(
    #"\begin{bmatrix} w_1 & \cdots & w_n \end{bmatrix}"#,
    inline: #"[[w₁, ⋯, wₙ]]"#, inASCII: #"[[w_1, ..., w_n]]"#,
    unicode: #"""
      [w₁  ⋯  wₙ]
      """#,
    ascii: #"""
      [w_1  ...  w_n]
      """#
  ),
  GoldenFormula(
    #"\begin{bmatrix} \frac{a}{b} & 0 \\ 0 & 1 \end{bmatrix}"#,
    inline: #"[[a/b, 0], [0, 1]]"#, inASCII: #"[[a/b, 0], [0, 1]]"#,
    unicode: #"""
      ⎡a   ⎤
      ⎢─  0⎥
      ⎢b   ⎥
      ⎢    ⎥
      ⎣0  1⎦
      """#,
    ascii: #"""
      [a   ]
      [-  0]
      [b   ]
      [    ]
      [0  1]
      """#
  ),
  GoldenFormula(
    #"\mathbf{W} \mathbf{x} + \mathbf{b}"#,
    inline: #"Wx + b"#, inASCII: #"Wx + b"#,
    unicode: #"""
      Wx + b
      """#,
    ascii: #"""
      Wx + b
      """#
  ),
  GoldenFormula(
    #"\mathcal{L}(\theta) = \max_{i} x_i"#,
    inline: #"ℒ(θ) = maxᵢ xᵢ"#, inASCII: #"L(theta) = max_i x_i"#,
    unicode: #"""
      ℒ(θ) = maxᵢ xᵢ
      """#,
    ascii: #"""
      L(theta) = max_i x_i
      """#
  ),
  GoldenFormula(
    #"\operatorname*{argmin}_\theta L(\theta)"#,
    inline: #"argmin_θ L(θ)"#, inASCII: #"argmin_theta L(theta)"#,
    unicode: #"""
      argmin L(θ)
        θ
      """#,
    ascii: #"""
      argmin_theta L(theta)
      """#
  ),
  GoldenFormula(
    #"w \leftarrow w - \alpha \cdot \frac{\partial L}{\partial w}"#,
    inline: #"w ← w − α · ∂L/∂w"#, inASCII: #"w <- w - alpha * dL/dw"#,
    unicode: #"""
                  ∂L
      w ← w − α · ──
                  ∂w
      """#,
    ascii: #"""
                       dL
      w <- w - alpha * --
                       dw
      """#
  ),
  GoldenFormula(
    #"1.5 \times 10^{-3}"#,
    inline: #"1.5 × 10⁻³"#, inASCII: #"1.5 x 10^(-3)"#,
    unicode: #"""
      1.5 × 10⁻³
      """#,
    ascii: #"""
      1.5 x 10^(-3)
      """#
  ),
  GoldenFormula(
    #"\left(\frac{a}{b}\right)^2"#,
    inline: #"(a/b)²"#, inASCII: #"(a/b)^2"#,
    unicode: #"""
      ⎛a⎞²
      ⎜─⎟
      ⎝b⎠
      """#,
    ascii: #"""
      /a\^2
      |-|
      \b/
      """#
  ),
  GoldenFormula(
    #"\left(\frac{a}{b}\right)^{-z}"#,
    inline: #"(a/b)^(−z)"#, inASCII: #"(a/b)^(-z)"#,
    unicode: #"""
      ⎛a⎞−z
      ⎜─⎟
      ⎝b⎠
      """#,
    ascii: #"""
      /a\^(-z)
      |-|
      \b/
      """#
  ),
  GoldenFormula(
    #"a{=}b"#,
    inline: #"a = b"#, inASCII: #"a = b"#,
    unicode: #"""
      a = b
      """#,
    ascii: #"""
      a = b
      """#
  ),
  GoldenFormula(
    #"x''_1"#,
    inline: #"x₁″"#, inASCII: #"x_1''"#,
    unicode: #"""
      x₁″
      """#,
    ascii: #"""
      x_1''
      """#
  ),
]
