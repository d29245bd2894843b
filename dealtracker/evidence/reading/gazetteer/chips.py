"""Accelerators of the catalogue and the families above them: model | vendor | other names. An empty model names a line only."""

CHIPS = """
V100 | Nvidia | Tesla V100
A10 | Nvidia |
A30 | Nvidia |
A100 | Nvidia | A100s, NVIDIA A100
A800 | Nvidia | A800s
H100 | Nvidia | H100s, HGX H100
H100 NVL | Nvidia |
H800 | Nvidia | H800s
H20 | Nvidia | H20s
H200 | Nvidia | H200s, HGX H200
B100 | Nvidia | B100s
B200 | Nvidia | B200s, HGX B200
B300 | Nvidia | B300s, HGX B300
GB200 | Nvidia | GB200s
GB200 NVL72 | Nvidia | GB200 NVL72s, GB200-NVL72
GB300 | Nvidia | GB300s
GB300 NVL72 | Nvidia | GB300 NVL72s, GB300-NVL72
L40S | Nvidia |
L40 | Nvidia |
L20 | Nvidia |
L4 | Nvidia |
B30A | Nvidia |
RTX 4090 | Nvidia |
RTX 4090 D | Nvidia | RTX 4090D
RTX 5090 | Nvidia |
RTX 5090 D | Nvidia | RTX 5090D
RTX PRO 6000 | Nvidia | RTX PRO 6000 Blackwell
Blackwell Ultra | Nvidia | ブラックウェル・ウルトラ, 블랙웰 울트라
Blackwell | Nvidia | ブラックウェル, 블랙웰, Grace Blackwell
Hopper | Nvidia | ホッパー, 호퍼
GH200 | Nvidia | GH200s, Grace Hopper
Rubin CPX | Nvidia |
Vera Rubin NVL144 | Nvidia | VR200 NVL144, Vera Rubin NVL72
Vera Rubin | Nvidia | Rubin GPUs, Rubin chips, VR300, ヴェラ・ルービン, 베라 루빈, VR200
MI210 | AMD | Instinct MI210
MI250X | AMD | Instinct MI250X
MI300X | AMD | Instinct MI300X, MI300
MI308X | AMD | Instinct MI308X, MI308
MI325X | AMD | Instinct MI325X
MI350X | AMD | Instinct MI350X, MI350
MI355X | AMD | Instinct MI355X
MI400 | AMD | Instinct MI400
MI430X | AMD | Instinct MI430X
MI455X | AMD | Instinct MI455X
MI450 | AMD | Instinct MI450, MI450X
Gaudi 2 | Intel | Gaudi2
Gaudi 3 | Intel | Gaudi3
TPU v5p | Google |
TPU v6e | Google | Trillium, TPU v6, TPUv6
TPU7x | Google | Ironwood, TPU v7, TPUv7, TPU 7x, TPU-v7, TPU v7x
Ascend 910B | Huawei | 昇腾910B, 昇騰910B, アセンド910B, 어센드 910B
Ascend 910D | Huawei | 昇腾910D
Ascend 950 | Huawei | 昇腾950, Ascend 950PR, 昇騰950
CloudMatrix 384 | Huawei | CloudMatrix384
MLU590 | Cambricon | 思元590
Kunlun P800 | Baidu | 昆仑芯P800
Maia 100 | Microsoft |
Maia 200 | Microsoft |
Inferentia2 | AWS | Inferentia 2
WSE-3 | Cerebras | CS-3
Ascend 910C | Huawei | 昇腾910C, 昇騰910C, 어센드 910C
Trainium | AWS | Trainium1
Trainium2 | AWS | Trainium 2
Trainium3 | AWS | Trainium 3
"""
